// One server a folder. The lock is a file that names its owner's process; a lock whose owner is dead
// is taken over.

import { readFileSync } from 'node:fs'
import type { Disk } from './disk.ts'
import { diskReason, errorCode } from './disk.ts'

export class FolderInUse extends Error {}

interface Owner {
  readonly pid: number
  /** When the process began, where the system tells: another process may have its number today. */
  readonly began: string | null
}

/** Takes the lock, or throws `FolderInUse` with a sentence. The result gives it back. */
export async function lockFolder(
  disk: Disk,
  path: string,
  folder: string,
): Promise<() => Promise<void>> {
  if (!(await tryLock(disk, path))) {
    const owner = await ownerOf(disk, path)
    if (owner !== null && isAlive(owner)) {
      throw new FolderInUse(
        `Another Millrace server (process ${owner.pid}) works on the folder ${folder}. ` +
          `Stop it or choose another folder; if there is none, delete ${path}.`,
      )
    }
    await disk.unlink(path)
    if (!(await tryLock(disk, path)))
      throw new FolderInUse(`Another Millrace server has just started on the folder ${folder}.`)
  }
  return () => disk.unlink(path).catch(ignore)
}

async function tryLock(disk: Disk, path: string): Promise<boolean> {
  try {
    const file = await disk.open(path, 'wx')
    const owner: Owner = { pid: process.pid, began: beganOf(process.pid) }
    try {
      await file.writeFile(JSON.stringify(owner))
    } finally {
      await file.close()
    }
    return true
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false
    throw new Error(`The folder cannot be locked with ${path}: ${diskReason(error)}.`)
  }
}

async function ownerOf(disk: Disk, path: string): Promise<Owner | null> {
  try {
    const value: unknown = JSON.parse((await disk.readFile(path)).toString('utf8'))
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null
    if (typeof value.pid !== 'number' || !Number.isInteger(value.pid) || value.pid <= 0) return null
    const began = 'began' in value && typeof value.began === 'string' ? value.began : null
    return { pid: value.pid, began }
  } catch {
    // Unreadable: its owner died while it wrote.
    return null
  }
}

function isAlive({ pid, began }: Owner): boolean {
  // Our own number in somebody else's lock: the first process of a container is always number 1.
  if (pid === process.pid) return began !== null && began === beganOf(pid)
  try {
    process.kill(pid, 0)
  } catch (error) {
    // Any failure but "no such process" means that it lives and belongs to somebody else.
    return errorCode(error) !== 'ESRCH'
  }
  return began === null || began === beganOf(pid)
}

/** The start of a process in ticks since boot (Linux); null where that is not known. */
function beganOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in brackets and may itself hold spaces and brackets.
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function ignore(): void {}
