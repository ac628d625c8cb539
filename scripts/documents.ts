// What a document says about files must be true: every path that it names in backquotes or links
// to exists.

import { posix } from 'node:path'

/** Written by an installation, a build or a run, or only on somebody's machine. */
const notKept = ['node_modules', 'dist', 'topologies', 'test-results', 'playwright-report']

const sourceEnding = /\.(ts|tsx|mjs|json|md|css|html|svg|png)$/

/** A sentence for every path in the document that is not among the files. */
export function documentFindings(
  document: string,
  text: string,
  files: readonly string[],
): string[] {
  const exists = existenceIn(files)
  const here = posix.dirname(document)
  return pathsIn(text, topFoldersOf(files))
    .filter((path) => !exists(path) && !exists(posix.join(here, path)))
    .map((path) => `${document} names ${path}, which does not exist.`)
}

function existenceIn(files: readonly string[]): (path: string) => boolean {
  const known = new Set(files)
  for (const file of files)
    for (let folder = posix.dirname(file); folder !== '.'; folder = posix.dirname(folder))
      known.add(folder)
  return (path) => known.has(posix.normalize(path).replace(/\/$/, ''))
}

function topFoldersOf(files: readonly string[]): ReadonlySet<string> {
  return new Set(files.filter((file) => file.includes('/')).map((file) => firstPart(file)))
}

function pathsIn(text: string, topFolders: ReadonlySet<string>): string[] {
  const prose = text.replace(/^(```|~~~).*?^\1/gms, '')
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].flatMap(([, words = '']) => words.split(/\s+/))
  const linked = [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
  const named = quoted
    .map((word) => word.replace(/^#shared\//, 'shared/').replace(/[,.;:]$/, ''))
    .filter((word) => isPath(word, topFolders))
  return [...new Set([...named, ...linked])].filter((path) => !notKept.includes(firstPart(path)))
}

/** Placeholders, patterns and addresses are no paths; `a/b` is one where `a` is a folder of ours. */
function isPath(word: string, topFolders: ReadonlySet<string>): boolean {
  if (!/^[\w.-]+(\/[\w.-]+)*\/?$/.test(word) || /NNNN|^\.\.?$/.test(word)) return false
  if (!word.includes('/')) return /^[A-Z]+\.md$/.test(word)
  return topFolders.has(firstPart(word)) || sourceEnding.test(word)
}

function firstPart(path: string): string {
  return path.split('/')[0] ?? path
}
