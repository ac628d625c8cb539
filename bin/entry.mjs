import { statSync } from 'node:fs'

/**
 * Which program the arguments mean: nothing or one folder is the app, all else the command line.
 *
 * @param {readonly string[]} args
 */
export function entryFor(args) {
  const [first, ...rest] = args
  if (first === undefined) return 'main.js'
  return rest.length === 0 && meansFolder(first) ? 'main.js' : 'cli.js'
}

/** @param {string} word */
function meansFolder(word) {
  if (word.startsWith('-')) return false
  const isDirectory = statSync(word, { throwIfNoEntry: false })?.isDirectory() ?? false
  // `./new` is a folder that the server will create; `new` would be a command.
  return isDirectory || (/^\.{0,2}[\\/]/.test(word) && !/\.json$/.test(word))
}
