// What each version of Node runs, as one bundle: reads recipes from a file, runs each second by second
// on the main thread and in one go in a worker thread, and writes both histories.

import { readFileSync } from 'node:fs'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import {
  type History,
  historyBySecond,
  historyInOneGo,
  type RepeatableRun,
} from './repeatableRun.ts'

export interface RunnerReport {
  readonly nodeVersion: string
  readonly onMainThread: readonly History[]
  readonly inWorker: readonly History[]
}

async function main(file: string): Promise<void> {
  const inWorker = await historiesOfWorker(file)
  const onMainThread = recipesIn(file).map(historyBySecond)
  const report: RunnerReport = { nodeVersion: process.version, onMainThread, inWorker }
  process.stdout.write(JSON.stringify(report))
}

function historiesOfWorker(file: string): Promise<readonly History[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: file })
    worker.once('message', resolve)
    worker.once('error', reject)
  })
}

function recipesIn(file: string): readonly RepeatableRun[] {
  return JSON.parse(readFileSync(file, 'utf8')) as readonly RepeatableRun[]
}

if (isMainThread) await main(process.argv[2] ?? '')
else parentPort?.postMessage(recipesIn(String(workerData)).map(historyInOneGo))
