import { describe, expect, it } from 'vitest'
import { runAttached, runQuietly } from './child.mjs'

describe('runQuietly', () => {
  it('keeps what a program says on both streams, and how it ended', async () => {
    const { code, output } = await runQuietly(
      node("console.log('out'); console.error('err'); process.exitCode = 3"),
      { cwd: '.' },
    )

    expect(code).toBe(3)
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out'])
  })

  it('fails when there is no such program', async () => {
    const missing = runQuietly({ file: 'millrace-no-such-program', args: [] }, { cwd: '.' })

    await expect(missing).rejects.toThrow('ENOENT')
  })
})

describe('runAttached', () => {
  it('names the signal that ended a program, as a shell does', async () => {
    expect(await runAttached(node("process.kill(process.pid, 'SIGKILL')"), { cwd: '.' })).toBe(137)
  })

  it('hands a signal on', async () => {
    const waiting = runAttached(node('setInterval(() => {}, 1000)'), { cwd: '.' })
    process.emit('SIGTERM', 'SIGTERM')

    expect(await waiting).toBe(143)
  })

  it('stops what takes too long', async () => {
    const hanging = runAttached(node('setInterval(() => {}, 1000)'), { cwd: '.', timeout: 50 })

    expect(await hanging).toBe(143)
  })
})

function node(script: string) {
  return { file: process.execPath, args: ['-e', script] }
}
