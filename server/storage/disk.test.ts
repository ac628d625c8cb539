import { mkdtemp, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { diskReason, StorageRefused } from './disk.ts'

describe('the reason of a failed file operation', () => {
  it('names no path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-'))

    const error: unknown = await unlink(folder).catch((reason: unknown) => reason)
    const strange = Object.assign(new Error(`ELOOP: too many links, open '${folder}'`), {
      code: 'ELOOP',
    })

    expect(diskReason(error)).not.toContain(folder)
    expect(diskReason(strange)).toBe('the system says ELOOP')
    await rm(folder, { recursive: true })
  })

  it('says only what anybody may read of an error that is not of the system, and logs the rest', () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => logged.mockRestore())
    const inner = new TypeError("Cannot read properties of undefined (reading '/somewhere/secret')")
    const ofNode = Object.assign(new RangeError('in /somewhere'), { code: 'ERR_STRING_TOO_LONG' })

    for (const error of [inner, ofNode, '/somewhere', null]) {
      expect(diskReason(error)).toBe('the server made a mistake, and its log says which')
      expect(logged).toHaveBeenLastCalledWith(expect.any(String), error)
    }
  })

  it('is what storage itself has to say, or that a file holds no JSON', () => {
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    onTestFinished(() => logged.mockRestore())

    expect(diskReason(new StorageRefused('there are a thousand already'))).toBe(
      'there are a thousand already',
    )
    expect(diskReason(new SyntaxError(`Unexpected token 'p', "password" is not valid JSON`))).toBe(
      'it is no JSON document',
    )
    expect(logged).not.toHaveBeenCalled()
  })
})
