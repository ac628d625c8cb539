// Whoever reads a file, also after a power cut, finds the old version or the new one, whole.

import { basename, dirname, join } from 'node:path'
import { type Disk, errorCode, type OpenFile } from './disk.ts'

const TEMPORARY = /^\..+\.tmp$/

/** Write, sync, rename, sync the folder: in this order, so that what was promised is on the disk. */
export async function writeAtomically(
  disk: Disk,
  path: string,
  content: string | Uint8Array,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.tmp`)
  try {
    await writeSynced(disk, temporary, content)
    await disk.rename(temporary, path)
  } catch (error) {
    await disk.unlink(temporary).catch(ignore)
    throw error
  }
  await syncFolder(disk, dirname(path))
}

/** Moves a file so that the move survives a power cut. */
export async function moveDurably(disk: Disk, from: string, to: string): Promise<void> {
  await disk.rename(from, to)
  await syncFolder(disk, dirname(to))
  await syncFolder(disk, dirname(from))
}

/** What a server that died in the middle of a save has left behind. */
export function isTemporary(fileName: string): boolean {
  return TEMPORARY.test(fileName)
}

async function writeSynced(disk: Disk, path: string, content: string | Uint8Array): Promise<void> {
  const file = await openNew(disk, path)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Never what stands there already: it may be a link that leads anywhere. */
async function openNew(disk: Disk, path: string): Promise<OpenFile> {
  try {
    return await disk.open(path, 'wx')
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error
    await disk.unlink(path)
    return disk.open(path, 'wx')
  }
}

async function syncFolder(disk: Disk, path: string): Promise<void> {
  // Windows cannot open folders; its rename is durable with the file's own sync.
  if (process.platform === 'win32') return
  const folder = await disk.open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function ignore(): void {}
