import { mkdtemp, rm, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { diskReason } from './disk.ts'

it('gives a reason without the path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-'))

  const error: unknown = await unlink(folder).catch((reason: unknown) => reason)
  const strange = Object.assign(new Error(`ELOOP: too many links, open '${folder}'`), {
    code: 'ELOOP',
  })

  expect(diskReason(error)).not.toContain(folder)
  expect(diskReason(strange)).toBe('the system says ELOOP')
  await rm(folder, { recursive: true })
})
