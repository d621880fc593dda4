"""The tables of a contract: a table a part of the Dossier, in its order.

`value` is the part as the codec writes it; the other columns are those that constraints and queries need. Nothing
is deleted with its author, and figures and events are only appended: docs/adr/0009-documents-in-and-out.md.
The name of a constraint is the sentence that one reads when it breaks.
"""

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length

from droitcommun.core.observations import Role
from droitcommun.core.texts import TextField

models.CharField.register_lookup(Length)

# Ids are ours, hashes are SHA-256 in hexadecimal digits.
_ID_LENGTH = 200
_HASH_LENGTH = 64

_OF_A_MEASURE = Q(role__in=[Role.BASELINE.value, Role.RESULT.value], measure__isnull=False)
_OF_A_SHEET = Q(role=Role.DECLARED_RATE.value, measure__isnull=True)
_OF_EITHER = Q(role=Role.CONTEXT.value)


class AppendedOnlyError(TypeError):
    """A program of ours tried to change or delete what is only ever appended."""


class AppendedOnly(models.QuerySet[Any]):
    """Rows that are added and read, never changed nor deleted; the database refuses too."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendedOnlyError(", ".join(kwargs))

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendedOnlyError(self.model.__name__)


class Appended(models.Model):
    """What is written once."""

    objects = AppendedOnly.as_manager()

    class Meta:  # noqa: D106 - Django's own word
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Write a new row; refuse to write it again."""
        if not self._state.adding:
            raise AppendedOnlyError(type(self).__name__)
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, using: str | None = None, keep_parents: bool = False) -> NoReturn:  # noqa: ARG002, FBT
        """Refuse."""
        raise AppendedOnlyError(type(self).__name__)


class ContractRow(models.Model):
    """A contract, how many times it was written, and the fingerprint of its whole Dossier."""

    key = models.CharField(max_length=_ID_LENGTH, unique=True)
    revision = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=_HASH_LENGTH)
    value = models.JSONField()

    class Meta:  # noqa: D106 - Django's own word
        constraints = (
            models.CheckConstraint(name="a_contract_has_an_id", condition=~Q(key="")),
            models.CheckConstraint(name="a_contract_begins_at_revision_1", condition=Q(revision__gte=1)),
            models.CheckConstraint(
                name="a_contract_has_a_fingerprint", condition=Q(sha256__length=_HASH_LENGTH)
            ),
        )

    def __str__(self) -> str:
        return f"{self.key}, révision {self.revision}"


class Part(models.Model):
    """A part of a contract: its id there, its place in the order, its value."""

    contract = models.ForeignKey(ContractRow, on_delete=models.PROTECT)
    key = models.CharField(max_length=_ID_LENGTH)
    position = models.PositiveIntegerField()
    value = models.JSONField()

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:  # noqa: D106 - Django's own word
        abstract = True
        ordering = ("position", "id")
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.UniqueConstraint(name="an_id_stands_once_among_%(class)ss", fields=["contract", "key"]),
            models.CheckConstraint(name="a_%(class)s_has_an_id", condition=~Q(key="")),
        )

    def __str__(self) -> str:
        return self.key


class CommitmentRow(Part):
    """What is promised."""


class SheetRow(Part):
    """A monitoring sheet, without its measures."""


class MeasureRow(Part):
    """A measure of a sheet."""

    sheet = models.ForeignKey(SheetRow, on_delete=models.PROTECT)


class ProtocolRow(Part):
    """How the official rate of a measure is computed."""

    measure = models.ForeignKey(MeasureRow, on_delete=models.PROTECT)


class DecisionRow(Part):
    """Which figure of a measure is retained."""

    measure = models.ForeignKey(MeasureRow, on_delete=models.PROTECT)


class WaiverRow(Part):
    """A finding that a body lets pass."""


class SetAsideRow(Part):
    """A passage that is no promise; its id is its place."""


class ObservationRow(Appended, Part):
    """A figure, or its absence, said once: appended."""

    sheet = models.ForeignKey(SheetRow, on_delete=models.PROTECT)
    measure = models.ForeignKey(MeasureRow, on_delete=models.PROTECT, null=True)
    role = models.CharField(max_length=20)
    recorded_on = models.DateField()
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta(Part.Meta):  # noqa: D106 - Django's own word
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="two_figures_never_stand_at_one_place", fields=["contract", "position"]
            ),
            models.CheckConstraint(
                name="a_result_is_of_a_measure_and_a_declared_rate_of_a_sheet",
                condition=_OF_A_MEASURE | _OF_A_SHEET | _OF_EITHER,
            ),
            models.CheckConstraint(name="a_figure_never_corrects_itself", condition=~Q(supersedes=F("id"))),
            models.UniqueConstraint(
                name="a_sheet_declares_one_rate_and_then_corrects_it",
                fields=["sheet"],
                condition=Q(role=Role.DECLARED_RATE.value, supersedes__isnull=True),
            ),
        )


class ManifestRow(Appended, Part):
    """A manifest as a service handed it over: appended, byte for byte."""

    recorded_on = models.DateField()

    class Meta(Part.Meta):  # noqa: D106 - Django's own word
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="two_manifests_never_stand_at_one_place", fields=["contract", "position"]
            ),
        )


class TextRow(Appended, Part):
    """A text that a service gave for a sheet and a year: appended."""

    sheet = models.ForeignKey(SheetRow, on_delete=models.PROTECT)
    field = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    recorded_on = models.DateField()
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True)

    class Meta(Part.Meta):  # noqa: D106 - Django's own word
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            *Part.Meta.constraints,
            models.UniqueConstraint(
                name="two_texts_never_stand_at_one_place", fields=["contract", "position"]
            ),
            models.CheckConstraint(
                name="a_text_stands_under_a_heading_of_the_sheet",
                condition=Q(field__in=[field.value for field in TextField]),
            ),
            models.CheckConstraint(name="a_text_never_corrects_itself", condition=~Q(supersedes=F("id"))),
            models.UniqueConstraint(name="a_text_is_corrected_once", fields=["supersedes"]),
            models.UniqueConstraint(
                name="a_sheet_has_one_text_a_heading_and_year_and_then_corrects_it",
                fields=["sheet", "field", "year"],
                condition=Q(supersedes__isnull=True),
            ),
        )


class Event(Appended):
    """One write to a contract: what was done, by whom, when, and the fingerprints before and after."""

    contract = models.ForeignKey(ContractRow, on_delete=models.PROTECT)
    revision = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    before = models.CharField(max_length=_HASH_LENGTH, blank=True)
    after = models.CharField(max_length=_HASH_LENGTH)
    detail = models.JSONField()

    class Meta:  # noqa: D106 - Django's own word
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(name="a_revision_is_written_once", fields=["contract", "revision"]),
            models.CheckConstraint(name="an_event_says_who_and_what", condition=~Q(by="") & ~Q(kind="")),
            models.CheckConstraint(
                name="an_event_has_the_fingerprint_before_unless_it_is_the_first",
                condition=Q(revision=1, before="") | Q(revision__gt=1, before__length=_HASH_LENGTH),
            ),
            models.CheckConstraint(
                name="an_event_has_the_fingerprint_after", condition=Q(after__length=_HASH_LENGTH)
            ),
        )

    def __str__(self) -> str:
        return f"{self.contract_id}, révision {self.revision} : {self.kind}"
