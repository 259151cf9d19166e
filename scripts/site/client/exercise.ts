import { request } from './api.ts'
import { element, say } from './dom.ts'
import type { Editor } from './editor-globals.ts'
import { loadScript } from './load-script.ts'

interface Saved {
  readonly text: string
  readonly version: string
}

/** The learner's file in the page. The one on disk is the truth: nothing is written over it unseen. */
export class ExerciseInPage {
  readonly #path: string
  readonly #state: HTMLElement
  readonly #conflict: HTMLElement
  #editor: Editor | undefined
  #saved: Saved = { text: '', version: '' }

  constructor(lesson: string, places: { state: HTMLElement; conflict: HTMLElement }) {
    this.#path = `lessons/${lesson}/exercise`
    this.#state = places.state
    this.#conflict = places.conflict
  }

  /** Loads the file and the editor for it. */
  async open(place: HTMLElement): Promise<void> {
    const root = document.body.dataset.root ?? ''
    const [{ body }] = await Promise.all([
      request<Saved>('GET', this.#path),
      loadScript(`${root}assets/editor.js`),
    ])
    this.#saved = body
    const nonce = document.querySelector<HTMLMetaElement>('meta[name=workbook-nonce]')?.content
    this.#editor = window.workbookEditor?.({
      place,
      text: body.text,
      nonce: nonce ?? '',
      changed: () => this.#tell(),
      save: () => {
        this.#saveOrSay()
        return true
      },
    })
    this.#tell()
    window.addEventListener('beforeunload', (event) => {
      if (this.#isChanged()) event.preventDefault()
    })
  }

  /** Saves what was edited; false if the file has changed on disk meanwhile, which is then shown. */
  async save(): Promise<boolean> {
    const text = this.#editor?.text() ?? ''
    if (!this.#isChanged()) return true
    const asked = { text, version: this.#saved.version }
    const { status, body } = await request<Saved>('PUT', this.#path, asked, 409)
    if (status === 409) {
      this.#showConflict(body)
      return false
    }
    this.#saved = { text, version: body.version }
    this.#settle()
    this.#tell()
    return true
  }

  /** Follows a change on disk: taken over at once unless that would lose something. */
  async changedOnDisk(version: string): Promise<void> {
    if (!this.#editor) return
    if (version === this.#saved.version) return this.#settle()
    const { body } = await request<Saved>('GET', this.#path)
    if (body.version === this.#saved.version) return this.#settle()
    if (this.#isChanged()) return this.#showConflict(body)
    this.#take(body, 'It was changed outside this page.')
  }

  #isChanged(): boolean {
    return this.#editor !== undefined && this.#editor.text() !== this.#saved.text
  }

  #take(found: Saved, why: string): void {
    this.#saved = found
    this.#editor?.replace(found.text)
    this.#settle()
    this.#state.textContent = why
  }

  // The file on disk is the one that was loaded or saved last: there is nothing to choose.
  #settle(): void {
    this.#conflict.replaceChildren()
    this.#conflict.hidden = true
  }

  #saveOrSay(): void {
    this.save().catch((error: Error) => {
      this.#state.textContent = error.message
    })
  }

  #showConflict(found: Saved): void {
    const mine = element('button', 'Keep what is in this page')
    const theirs = element('button', 'Take the file as it is on disk')
    mine.type = theirs.type = 'button'
    mine.onclick = () => {
      // Saved next time, over the version that was shown.
      this.#saved = found
      this.#settle()
      this.#saveOrSay()
    }
    theirs.onclick = () => this.#take(found, 'Loaded from disk.')
    const row = element('div', '', 'row')
    row.append(mine, theirs)
    const theirText = element('details')
    theirText.append(element('summary', 'The file on disk'), element('pre', found.text))
    this.#conflict.replaceChildren(
      element('p', 'exercise.ts was changed outside this page, and here as well.'),
      theirText,
      row,
    )
    this.#conflict.hidden = false
  }

  #tell(): void {
    say(this.#state, this.#isChanged() ? 'not saved' : 'saved')
  }
}
