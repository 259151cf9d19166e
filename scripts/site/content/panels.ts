// Room for what a page can do while the workbook runs. Hidden until its script is there.
import type { Fence, Lesson } from '../../catalog/index.ts'
import { escapeHtml } from './html.ts'

/** What follows a block that tells the reader to type a command. */
export function panelAfter({ text }: Fence, lesson: Lesson): string {
  if (text === `npm run lesson ${lesson.number}`) return demoPanel(lesson)
  return text === `npm run check ${lesson.number}` ? workbench : ''
}

function demoPanel({ prediction }: Lesson): string {
  const options = prediction.options
    .map((option) => {
      const value = escapeHtml(option)
      return `<label><input type="radio" name="prediction" value="${value}">${value}</label>`
    })
    .join('')
  return `<section class="panel" id="demo" aria-label="Run the demo" hidden>
<form class="prediction"><fieldset><legend>Before you run it</legend>
<p>${escapeHtml(prediction.ask)}</p>${options}</fieldset></form>
<div class="row"><button type="button" class="go" data-do="run">Run the demo</button>
<button type="button" data-do="stop" hidden>Stop</button></div>
<div class="printed" role="log" aria-label="Output of the demo" tabindex="0" hidden></div>
<div class="outcome" role="status"></div></section>
`
}

const workbench = `<section class="panel" id="workbench" aria-label="Your exercise" hidden>
<p class="file"><span>exercise.ts</span><span class="saved" role="status"></span></p>
<div class="conflict" role="alert" hidden></div>
<div class="editor"></div>
<div class="row"><button type="button" class="go" data-do="check">Check</button>
<button type="button" data-do="stop" hidden>Stop</button>
<button type="button" data-do="save">Save</button>
<button type="button" data-do="hint">Hint</button>
<button type="button" data-do="solution">Solution</button></div>
<div class="printed" role="log" aria-label="What the check does" tabindex="0" hidden></div>
<div class="outcome" role="status"></div>
<div class="help" role="status"></div></section>
`
