/** An element with its text and class; whatever the text holds is shown, never run. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  className = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  made.textContent = text
  if (className) made.className = className
  return made
}

/** Shows a state. Screen readers are told when it has changed, not whenever it is said again. */
export function say(place: HTMLElement, text: string): void {
  if (place.textContent !== text) place.textContent = text
}

/** The part of a panel that a selector names; panels are written in `content/panels.ts`. */
export function part<T extends HTMLElement = HTMLElement>(panel: HTMLElement, selector: string): T {
  const found = panel.querySelector<T>(selector)
  if (!found) throw new Error(`the page has no ${selector}`)
  return found
}
