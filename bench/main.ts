// `npm run bench`: figures are shares of a calibration loop in the same run; only those compare. Named
// benches only: `npm run bench -- engine`, with what that one takes: `npm run bench -- engine memory`.

import { printCanvasBench } from './canvas/report.ts'
import { printEngineBench } from './engine/report.ts'
import { printSessionBench } from './session/report.ts'
import { printRewindBench } from './session/rewind.ts'

const benches: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  engine: printEngineBench,
  canvas: printCanvasBench,
  session: printSessionBench,
  rewind: async () => printRewindBench(),
}

async function main([name, ...words]: readonly string[]): Promise<void> {
  if (name === undefined) {
    for (const print of Object.values(benches)) await print([])
    return
  }
  const print = benches[name]
  if (!print)
    throw new Error(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`)
  await print(words)
}

await main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
