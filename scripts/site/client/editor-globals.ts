/** What the editor's script, loaded by itself, hands the page. */
export interface Editor {
  text(): string
  replace(text: string): void
}

export interface EditorOptions {
  readonly place: HTMLElement
  readonly text: string
  /** For its styles; see the content security policy. */
  readonly nonce: string
  changed(): void
  /** Whether there was something to do. */
  save(): boolean
}

declare global {
  interface Window {
    workbookEditor?: (options: EditorOptions) => Editor
  }
}
