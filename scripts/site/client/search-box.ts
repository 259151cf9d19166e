import { loadScript } from './load-script.ts'
import './search-globals.ts'

/** Makes the search field work; what it needs is loaded when it is first used. */
export function startSearch(): void {
  const field = document.querySelector<HTMLInputElement>('#search')
  const found = document.querySelector<HTMLElement>('#found')
  if (!field || !found) return
  const root = document.body.dataset.root ?? ''
  let loaded: Promise<unknown> | undefined
  const load = (): Promise<unknown> => {
    loaded ??= loadScript(`${root}assets/search-index.js`).then(() =>
      loadScript(`${root}assets/search.js`),
    )
    return loaded
  }
  field.disabled = false
  field.addEventListener('focus', () => void load())
  field.addEventListener('input', async () => {
    await load()
    show(field.value.trim(), found, root)
  })
  field.closest('search')?.addEventListener('keydown', (event) => {
    if ((event as KeyboardEvent).key !== 'Escape') return
    found.replaceChildren()
    field.focus()
  })
  document.addEventListener('click', ({ target }) => {
    if (!(target as Element).closest('search')) found.replaceChildren()
  })
}

function show(words: string, place: HTMLElement, root: string): void {
  const results = words === '' ? [] : (window.workbookSearch?.(words) ?? [])
  const links = results.map(({ id, page, title }) => {
    const link = document.createElement('a')
    const name = document.createElement('b')
    const where = document.createElement('span')
    link.href = root + id
    name.textContent = title
    where.textContent = page
    link.append(name, where)
    link.addEventListener('click', () => place.replaceChildren())
    return link
  })
  const nothing = document.createElement('p')
  nothing.textContent = 'Nothing found.'
  place.replaceChildren(...(words !== '' && links.length === 0 ? [nothing] : links))
}
