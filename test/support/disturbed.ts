/** Whether a check says that it could not be done, because a broker was lost or came back. */
export function isDisturbed(printed: string): boolean {
  return printed.includes('A broker was lost or came back')
}
