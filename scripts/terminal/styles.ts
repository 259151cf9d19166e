import pico from 'picocolors'

type Styles = ReturnType<typeof pico.createColors>

/** Colours for what is written to a stream: none, unless a person sees them there or forces them. */
export function stylesFor(stream: { isTTY?: boolean }): Styles {
  return pico.createColors(wantsColour(Boolean(stream.isTTY), process.env))
}

// Colour is a second sign only: whatever it says is also said in words.
function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false'
  return isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'
}
