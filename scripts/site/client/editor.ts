// The editor, loaded when a page with an exercise is opened: the largest script by far.
import { indentWithTab } from '@codemirror/commands'
import { javascript } from '@codemirror/lang-javascript'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { keymap } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { basicSetup, EditorView } from 'codemirror'
import type { Editor, EditorOptions } from './editor-globals.ts'

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--team-b)' },
  { tag: [tags.string, tags.number, tags.regexp], color: 'var(--go)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
])

const theme = EditorView.theme({
  '&': { color: 'var(--ink)', backgroundColor: 'transparent' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '1.55' },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--counter)',
    color: 'var(--soft)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': {
    backgroundColor: 'color-mix(in srgb, var(--steel) 14%, transparent)',
  },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--steel) 40%, transparent) !important',
  },
})

window.workbookEditor = ({ place, text, nonce, changed, save }: EditorOptions): Editor => {
  const view = new EditorView({
    doc: text,
    parent: place,
    extensions: [
      keymap.of([{ key: 'Mod-s', preventDefault: true, run: () => save() }]),
      basicSetup,
      // Tab indents; Escape first, and it goes on to the next button.
      keymap.of([indentWithTab]),
      javascript({ typescript: true }),
      syntaxHighlighting(colours),
      theme,
      EditorView.cspNonce.of(nonce),
      EditorView.contentAttributes.of({
        'aria-label': 'exercise.ts; Escape, then Tab leaves it',
        tabindex: '0',
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) changed()
      }),
    ],
  })
  return {
    text: () => view.state.doc.toString(),
    replace: (with_) =>
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: with_ } }),
  }
}
