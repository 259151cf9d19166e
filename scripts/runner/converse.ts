import type { ChildProcess } from 'node:child_process'

/** What a program asks of or tells whoever started it, through the kit. */
export type Conversation = Readonly<Record<string, (data: unknown) => unknown>>

export interface Saying {
  readonly kind: 'say'
  readonly what: string
  readonly data: unknown
  readonly id?: number
}

/** Hears what a program says, and answers when it waits for an answer. */
export async function converse(
  child: ChildProcess,
  { what, data, id }: Saying,
  conversation: Conversation,
): Promise<void> {
  const reply = await conversation[what]?.(data)
  if (id === undefined || !child.connected) return
  child.send({ kind: 'reply', id, reply }, () => {}) // it may have ended this very moment
}
