// The command line as a user calls it: what it prints is what the app must show.

import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { formatCount } from '#shared/lib/units.ts'

const root = dirname(dirname(import.meta.dirname))
const start = promisify(execFile)

/** Of `millrace run --json`, as far as the specs read it. */
export interface Report {
  readonly seed: number
  readonly untilMs: number
  readonly commands: number
  readonly historyHash: string
  readonly services: Readonly<Record<string, ReportedCounts>>
  readonly channels: Readonly<Record<string, ReportedCounts & { readonly retained: number }>>
  readonly subscriptions: Readonly<Record<string, ReportedCounts & { readonly lag: number }>>
}

interface ReportedCounts {
  readonly published: number
  readonly delivered: number
  readonly acknowledged: number
  readonly failed: number
  readonly retried: number
  readonly deadLettered: number
  readonly dropped: number
  readonly waiting: number
  readonly inFlight: number
}

/** `millrace run <the document> … --json` */
export async function reportOf(document: string, ...args: readonly string[]): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-e2e-document-'))
  try {
    const file = join(folder, 'document.json')
    await writeFile(file, document)
    const words = [join(root, 'bin', 'millrace.mjs'), 'run', file, '--json', ...args]
    const { stdout } = await start(process.execPath, words, { maxBuffer: 64 * 1024 * 1024 })
    return JSON.parse(stdout) as Report
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** As the app shows a count. */
export function count(reported: number | undefined): string {
  return formatCount(reported ?? Number.NaN)
}

/** The same run, had nobody done anything to it. */
export function withoutCommands(recipe: string): string {
  return JSON.stringify({ ...JSON.parse(recipe), commands: [] })
}
