type Variables = Readonly<Record<string, string | undefined>>

/**
 * Replaces `${NAME}`, `${NAME-default}`, `${NAME:-default}` and `$$` in a compose file, as
 * Docker Compose does (compose specification, "Interpolation").
 */
export function interpolate(text: string, variables: Variables): string {
  return text.replace(
    /\$(?:\$|\{([A-Za-z_]\w*)(?:(:?)-([^}]*))?\}|([A-Za-z_]\w*))/g,
    (whole, braced?: string, emptyToo?: string, fallback?: string, bare?: string) => {
      const name = braced ?? bare
      if (name === undefined) return whole === '$$' ? '$' : whole
      const value = variables[name]
      const missing = emptyToo ? !value : value === undefined
      return missing ? (fallback ?? '') : (value ?? '')
    },
  )
}
