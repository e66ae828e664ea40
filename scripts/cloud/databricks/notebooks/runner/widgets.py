"""`dbutils.widgets`: the parameters of a notebook. Values of the job replace defaults."""

from __future__ import annotations


class InputWidgetNotDefined(Exception):
    """No widget has this name. The message is the service's own."""

    def __init__(self, name: str) -> None:
        super().__init__(f"No input widget named {name} is defined")


class Widgets:
    def __init__(self, given: dict[str, str]) -> None:
        self._given = dict(given)
        self._values: dict[str, str] = dict(given)

    def text(self, name: str, defaultValue: str, label: str | None = None) -> None:
        self._define(name, defaultValue)

    def dropdown(self, name: str, defaultValue: str, choices: list[str], label: str | None = None) -> None:
        self._define(name, self._one_of(name, defaultValue, choices))

    def combobox(self, name: str, defaultValue: str, choices: list[str], label: str | None = None) -> None:
        self._define(name, defaultValue)

    def multiselect(self, name: str, defaultValue: str, choices: list[str], label: str | None = None) -> None:
        self._define(name, self._one_of(name, defaultValue, choices))

    def get(self, name: str) -> str:
        if name not in self._values:
            raise InputWidgetNotDefined(name)
        return self._values[name]

    def getAll(self) -> dict[str, str]:
        return dict(self._values)

    def getArgument(self, name: str, defaultValue: str | None = None) -> str:
        if name not in self._values and defaultValue is not None:
            return defaultValue
        return self.get(name)

    def remove(self, name: str) -> None:
        if name not in self._values:
            raise InputWidgetNotDefined(name)
        del self._values[name]

    def removeAll(self) -> None:
        self._values.clear()

    def _define(self, name: str, default: str) -> None:
        if not isinstance(default, str):
            raise TypeError(f"the default of widget {name} must be a string, not {type(default).__name__}")
        self._values[name] = self._given.get(name, default)

    @staticmethod
    def _one_of(name: str, default: str, choices: list[str]) -> str:
        if default not in choices:
            raise ValueError(f"the default {default!r} of widget {name} is not one of its choices {choices}")
        return default
