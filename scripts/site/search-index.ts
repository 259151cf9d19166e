import MiniSearch from 'minisearch'
import { searchOptions } from './client/search-options.ts'
import { textOf } from './content/html.ts'
import type { RenderedPage } from './content/render.ts'

/** A part of a page that can be found: a section, or what stands before the first. */
interface Found {
  readonly id: string
  readonly page: string
  readonly title: string
  readonly text: string
}

/** An index of all pages by section, as the script that hands it to the page. */
export function searchIndexScript(pages: readonly RenderedPage[]): string {
  const index = new MiniSearch<Found>(searchOptions)
  index.addAll(pages.flatMap(sectionsOf))
  // Pages opened from disk may load scripts, but not data.
  return `window.workbookIndex = ${JSON.stringify(JSON.stringify(index))}`
}

function sectionsOf({ page, html }: RenderedPage): Found[] {
  const name = page.lesson ? `Lesson ${page.lesson.number}, ${page.title}` : page.title
  const text = html.replace(/<aside popover.*?<\/aside>|<section class="panel".*?<\/section>/gs, '')
  const [opening = '', ...sections] = text.split('<h2 id="')
  return [
    { id: page.path, page: name, title: page.title, text: textOf(opening) },
    ...sections.map((section) => {
      const [id = '', rest = ''] = section.split(/">(.*)/s)
      const [title = '', body = ''] = rest.split(/<\/h2>(.*)/s)
      return { id: `${page.path}#${id}`, page: name, title: textOf(title), text: textOf(body) }
    }),
  ]
}
