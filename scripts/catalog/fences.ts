import { marked, type Token, type Tokens } from 'marked'

/** A block of code in a page, and what it says of its origin. */
export interface Fence {
  /** The first word after the backticks. */
  readonly language: string
  /** `file`, `output` or `not-run`, with what follows the equals sign. */
  readonly origin: { readonly kind: string; readonly value: string } | undefined
  readonly text: string
}

/** The code blocks of a page, in order. */
export function readFences(page: string): Fence[] {
  const isCode = (token: Token): token is Tokens.Code => token.type === 'code'
  return marked.lexer(page).filter(isCode).map(readFence)
}

/** What a block of code says of itself after its backticks. */
export function readFence({ lang = '', text }: Pick<Tokens.Code, 'lang' | 'text'>): Fence {
  const [, language = '', kind, quoted, plain] =
    /^(\S*)(?:\s+([\w-]+)=(?:"([^"]*)"|(\S+)))?/.exec(lang) ?? []
  const value = quoted ?? plain
  return { language, text, origin: kind && value ? { kind, value } : undefined }
}
