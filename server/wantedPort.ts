const PORT = 4400

/** The port that PORT names; 0: any free one. Throws an Error with a sentence where it names none. */
export function wantedPort(text: string | undefined): number {
  if (text === undefined || text === '') return PORT
  const port = Number(text)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`PORT is a number from 0 to 65535 (0: any free port), but is '${text}'.`)
}
