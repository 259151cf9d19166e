import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import json from 'highlight.js/lib/languages/json'
import typescript from 'highlight.js/lib/languages/typescript'
import yaml from 'highlight.js/lib/languages/yaml'
import type { Fence } from '../../catalog/index.ts'
import { escapeHtml } from './html.ts'

hljs.registerLanguage('ts', typescript)
hljs.registerLanguage('sh', bash)
hljs.registerLanguage('json', json)
hljs.registerLanguage('yaml', yaml)

/** A block of code with its colours, and above it what it is and how true. */
export function renderFence({ language, origin, text }: Fence): string {
  const [what, how] = describeOrigin(language, origin)
  const code = hljs.getLanguage(language)
    ? hljs.highlight(text, { language }).value
    : escapeHtml(text)
  // A region that scrolls must be reachable by keyboard, and needs a name then.
  return [
    `<figure class="code ${origin?.kind === 'output' ? 'output' : 'source'}">`,
    `<figcaption><span>${escapeHtml(what)}</span><span>${escapeHtml(how)}</span></figcaption>`,
    `<pre tabindex="0" role="group" aria-label="${escapeHtml(what)}"><code>${code}</code></pre>`,
    '</figure>\n',
  ].join('')
}

function describeOrigin(language: string, origin: Fence['origin']): [what: string, how: string] {
  if (origin?.kind === 'file') {
    const [path = '', region] = origin.value.split('#')
    const file = path.replace(/^(\.\.\/)+/, '') // of the clone, whichever page quotes it
    return [
      region ? `${file}, ${region}` : file,
      file.startsWith('test/') ? 'run by a test' : 'runs as shown',
    ]
  }
  if (origin?.kind === 'output') return ['output', 'recorded on the cluster']
  return [names[language] ?? 'text', origin?.value ?? '']
}

const names: Readonly<Record<string, string>> = {
  sh: 'terminal',
  ts: 'TypeScript',
  json: 'JSON',
  yaml: 'YAML',
}
