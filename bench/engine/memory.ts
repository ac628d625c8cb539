// Bytes for each message that waits, and for each record of the journal.

import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { FAMILIES } from './lines.ts'

const WAITING = [100_000, 1_000_000] as const
const FURTHER_RECORDS = 1_000_000

export function printMemory(): void {
  console.log('Memory: heap and buffers together, after collecting garbage')
  console.log('  for each waiting message, of 100,000 and of 1,000,000')
  for (const family of FAMILIES) {
    const bytes = WAITING.map((count) => weighed(family, count).toFixed(0).padStart(5))
    console.log(`    ${family.padEnd(12)} ${bytes.join(' B ')} B`)
  }
  const [kept, growth] = [weighed('records', 0), weighed('growth', FURTHER_RECORDS)]
  console.log(
    `  for each record of the journal that can be read again ${kept.toFixed(0)} B, the rest of a small ` +
      `run included; for each of a million further ones ${growth.toFixed(2)} B`,
  )
}

/** In a process of its own, so that nothing else is weighed. */
function weighed(what: string, count: number): number {
  const file = fileURLToPath(new URL('./memoryChild.ts', import.meta.url))
  const args = ['--expose-gc', '--import', 'tsx', file, what, String(count)]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}
