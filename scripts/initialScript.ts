// How much script the browser has to fetch before the page can show anything, compressed as a server
// would. What is imported later, when it is needed, does not count.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Gzip, in bytes. */
export const INITIAL_SCRIPT_BYTES_MAX = 220_000

export interface ScriptSize {
  readonly path: string
  readonly gzipBytes: number
}

/** Scripts that a built page names: its own, and those that the browser is told to fetch with them. */
export function initialScripts(html: string): readonly string[] {
  const tags = html.match(/<(?:script|link)\b[^>]*>/g) ?? []
  return tags
    .filter((tag) => tag.startsWith('<script') || /rel="modulepreload"/.test(tag))
    .flatMap((tag) => /(?:src|href)="\/?([^"]+)"/.exec(tag)?.[1] ?? [])
}

export function measured(
  html: string,
  read: (path: string) => Uint8Array,
): { readonly scripts: readonly ScriptSize[]; readonly problem: string | null } {
  const scripts = initialScripts(html).map((path) => ({
    path,
    gzipBytes: gzipSync(read(path), { level: 9 }).length,
  }))
  const sum = scripts.reduce((total, { gzipBytes }) => total + gzipBytes, 0)
  if (scripts.length === 0) return { scripts, problem: 'The page names no script.' }
  if (sum <= INITIAL_SCRIPT_BYTES_MAX) return { scripts, problem: null }
  const over = inKilobytes(sum - INITIAL_SCRIPT_BYTES_MAX)
  return {
    scripts,
    problem: `The initial script takes ${inKilobytes(sum)}, ${over} more than it may. Import later what is not needed at once.`,
  }
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** Prints the sizes of the page that was built last; the exit code says whether it is small enough. */
export function reportInitialScript(folder: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const { scripts, problem } = measured(html, (path) => readFileSync(join(folder, path)))
  for (const { path, gzipBytes } of scripts)
    console.log(`${inKilobytes(gzipBytes).padStart(9)}  ${path}`)
  const sum = scripts.reduce((total, { gzipBytes }) => total + gzipBytes, 0)
  console.log(
    `${inKilobytes(sum).padStart(9)}  in all, of ${inKilobytes(INITIAL_SCRIPT_BYTES_MAX)}`,
  )
  if (problem !== null) console.error(problem)
  return problem === null ? 0 : 1
}
