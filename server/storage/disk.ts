// What storage asks of the file system, as one small contract, so that a test can let any single
// operation fail.

import { lstat, mkdir, open, readdir, readFile, rename, unlink } from 'node:fs/promises'

export interface OpenFile {
  writeFile(content: string | Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FileFacts {
  readonly size: number
  readonly mtimeMs: number
  readonly ino: number
  isFile(): boolean
  isDirectory(): boolean
}

export interface Disk {
  /** `wx` makes a new file and fails where there is one. */
  open(path: string, flags: 'r' | 'w' | 'wx'): Promise<OpenFile>
  readFile(path: string): Promise<Buffer>
  /** Its first bytes, so many at the most. */
  readHead(path: string, bytesMax: number): Promise<Buffer>
  readdir(path: string): Promise<readonly string[]>
  /** Of the path itself: a symbolic link is not followed. */
  lstat(path: string): Promise<FileFacts>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  mkdir(path: string, options: { readonly recursive: true }): Promise<unknown>
}

export const nodeDisk: Disk = { open, readFile, readHead, readdir, lstat, rename, unlink, mkdir }

async function readHead(path: string, bytesMax: number): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytesMax), 0, bytesMax, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

const WORDS_FOR_CODES: Readonly<Record<string, string>> = {
  EACCES: 'this user may not do that there',
  EPERM: 'this user may not do that there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  EIO: 'the disk reported an error',
  ENOTDIR: 'a part of the path is no folder',
}

/** Of the system itself: Node has codes of its own, for mistakes of its callers. */
const SYSTEM_CODE = /^E(?!RR_)[A-Z0-9]+$/

/** Nothing has failed: there is a reason, the end of a sentence that anybody may read. */
export class StorageRefused extends Error {}

/**
 * The reason of a failed file operation, as the end of a sentence. It goes to everybody: what else went
 * wrong inside stays inside, in the log.
 */
export function diskReason(error: unknown): string {
  if (error instanceof StorageRefused) return error.message
  if (error instanceof SyntaxError) return 'it is no JSON document'
  const code = errorCode(error)
  if (code !== undefined && SYSTEM_CODE.test(code)) {
    const words = WORDS_FOR_CODES[code]
    // The sentence of the system would name the path, which is nobody's business.
    return words === undefined ? `the system says ${code}` : `${words} (${code})`
  }
  console.error('A file operation failed, and the system was not at fault:', error)
  return 'the server made a mistake, and its log says which'
}

export function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT'
}

export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}
