// Names in little room: broken between words, and cut where they still do not fit.

interface Room {
  /** Width of a line, as `measure` measures. */
  readonly room: number
  readonly linesMax: number
  readonly measure: (text: string) => number
}

export function fittedLines(name: string, { room, linesMax, measure }: Room): readonly string[] {
  if (linesMax < 2 || measure(name) <= room) return [cut(name, room, measure)]
  const words = name.split(/(?<=[\s\-_.])/)
  let first = ''
  while (words.length > 1 && measure((first + words[0]).trimEnd()) <= room)
    first += words.shift() ?? ''
  const rest = words.join('')
  if (first === '') return [cut(name, room, measure)]
  return [first.trimEnd(), cut(rest, room, measure)]
}

function cut(text: string, room: number, measure: Room['measure']): string {
  if (measure(text) <= room) return text
  let length = text.length - 1
  while (length > 1 && measure(`${text.slice(0, length)}…`) > room) length -= 1
  return `${text.slice(0, length).trimEnd()}…`
}
