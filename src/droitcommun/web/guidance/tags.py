"""Words and links of orientation in templates."""

import re
from datetime import date
from enum import Enum

from django import template
from django.utils import timezone

from droitcommun.usecases.guidance_words import WORDS

register = template.Library()


@register.filter
def said(token: Enum) -> str:
    """The French word for an answer, a kind of scheme, who asks."""
    return WORDS[type(token)][token]


@register.filter
def is_past(day: date) -> bool:
    """Say whether a day is over, where the site stands."""
    return day < timezone.localdate()


@register.filter
def dialled(phone: str) -> str:
    """A phone number as a telephone dials it: its digits."""
    return re.sub(r"\D", "", phone)


@register.filter
def ordinal(district: int) -> str:
    """An arrondissement: « 1er », « 18e »."""
    return "1er" if district == 1 else f"{district}e"


@register.filter
def unbroken(phone: str) -> str:
    """A phone number that stays on one line."""
    return phone.replace(" ", "\u00a0")
