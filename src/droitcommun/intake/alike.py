"""What a cell says, as a value that is equal for two ways to cut a table when both read the same."""

from droitcommun.core.observations import Absent
from droitcommun.intake.figures import Doubt, period_of, rate_figure, read_figure
from droitcommun.intake.several import Item, figure_of


def same(text: str, *, gap: bool) -> object:
    """What a cell says: its figure, why there is none, or, when it does not decide, its words."""
    figure = read_figure(text, gap=gap)
    if isinstance(figure, Absent):
        return "absent"
    return (text, period_of(text)) if isinstance(figure, Doubt) else (figure, period_of(text))


def of_one(own: tuple[Item, ...] | None, indicator: Item) -> object:
    """What the paragraphs of an indicator say: its figure, or their words when they do not decide."""
    texts = tuple(item.text for item in own or ())
    if len(texts) != 1:
        return texts
    figure = figure_of(texts[0], indicator.text, gap=False)
    return (texts, period_of(texts[0])) if isinstance(figure, Doubt) else (figure, period_of(texts[0]))


def same_rate(text: str) -> object:
    """What a cell of a declared rate says: the rate, that there is none, or its words."""
    figure = rate_figure(text)
    if isinstance(figure, Absent):
        return "absent"
    return text if isinstance(figure, Doubt) else figure
