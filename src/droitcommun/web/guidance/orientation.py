"""The desk: a situation is asked, answered and forgotten. All that was told stands in the form of the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from droitcommun.web.contracts import views
from droitcommun.web.guidance.answering import answered
from droitcommun.web.guidance.desks import QUICK_EXIT, opened
from droitcommun.web.guidance.told import NOTHING, MalformedError, told
from droitcommun.web.guidance.unkept import unkept


@never_cache  # the first page too: a browser that shows it again would show what was ticked in it
@unkept
def page(request: HttpRequest) -> HttpResponse:
    """Ask the first question; then answer, whatever was told, and ask the next."""
    here = opened()
    try:
        said = told(request.POST, here.desk.facts, here.districts) if request.method == "POST" else NOTHING
    except MalformedError as error:
        return views.malformed(request, error)
    shown = answered(said, timezone.localdate())
    context = {
        "shown": shown,
        "face": shown.face.value,
        "about": here.desk.catalogue.about,
        "districts": here.districts,
        "exit": QUICK_EXIT,
    }
    template = "guidance/print.html" if shown.face.value == "print" else "guidance/orientation.html"
    return render(request, template, context, status=422 if shown.problems else 200)
