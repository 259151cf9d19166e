// How the processes of a clone are marked: each carries the folder and role it was started for in
// its command line, and is found by that alone. There is no pid file that could name a stranger.
const HOME = '-Dworkbook.home='
const ROLE = '-Dworkbook.role='
const NUL = '\0'

/** The arguments that make a process findable: the first of a JVM, the last of Maven. */
export function ownershipArguments(home: string, role: string): string[] {
  // The end mark keeps a folder from matching another one that begins with its name.
  return [`${HOME}${home}!`, `${ROLE}${role}`]
}

/** Whether a command line may belong to any clone's process; cheap, for a first look. */
export function hasMarks(commandLine: string): boolean {
  return commandLine.includes(HOME)
}

/** The state folder of the workbook that a command line belongs to, if it does. */
export function ownerOf(commandLine: string): string | undefined {
  const start = commandLine.indexOf(HOME)
  if (start < 0) return undefined
  const rest = commandLine.slice(start + HOME.length)
  return rest.slice(0, rest.indexOf('!'))
}

/**
 * The role in which a process runs for `home`, if it does. Others have our marks in their arguments
 * too: a grep or an editor that was given them, a shell that runs such a command. Ours are Java
 * itself with the marks right after its own name, and Maven with nothing but a role after them.
 */
export function roleFor(
  home: string,
  { program, commandLine }: { program: string; commandLine: string },
  separator: string,
): string | undefined {
  const marks = separator + ownershipArguments(home, '').join(separator)
  const start = commandLine.indexOf(marks)
  if (start < 0) return undefined
  const [role, ...rest] = commandLine.slice(start + marks.length).split(separator)
  const before = commandLine.slice(0, start)
  if (role === 'maven') {
    const last = rest.every((word) => word === '')
    return last && (program === 'java' || program === 'mvn') ? role : undefined
  }
  const isFirst = !before.includes(NUL) && /(^|\/)java$/.test(before)
  return isFirst && program === 'java' ? role : undefined
}
