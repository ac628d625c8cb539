// A disk whose k-th operation fails, for tests that try every k. A write that fails leaves half of it.

import { type Disk, nodeDisk, type OpenFile } from './disk.ts'

export interface FailingDisk {
  readonly disk: Disk
  /** From now on the operation number `k` fails (1: the next one), and after it all others work. */
  failAt(k: number, code?: string): void
  /** As `failAt`, but nothing after it works either: what a crash leaves. */
  crashAt(k: number): void
  /** Operations since the last of these calls. */
  readonly operations: readonly string[]
  /** Whether the failure has come. */
  readonly hasFailed: boolean
}

export function failingDisk(): FailingDisk {
  let countdown = Infinity
  let failCode = 'EIO'
  let hasFailed = false
  let isCrash = false
  const operations: string[] = []

  function guarded<Arguments extends unknown[], Result>(
    name: string,
    operation: (...args: Arguments) => Promise<Result>,
    /** What has been done when it fails. */
    begun: (...args: Arguments) => Promise<unknown> = async () => undefined,
  ) {
    return async (...args: Arguments): Promise<Result> => {
      operations.push(name)
      countdown -= 1
      if (countdown > 0 || (countdown < 0 && !isCrash)) return operation(...args)
      hasFailed = true
      await begun(...args)
      throw Object.assign(new Error(`${failCode}: injected in ${name}`), { code: failCode })
    }
  }

  const disk: Disk = {
    open: guarded('open', async (path, flags) => watched(await nodeDisk.open(path, flags))),
    readFile: guarded('readFile', nodeDisk.readFile),
    readHead: guarded('readHead', nodeDisk.readHead),
    readdir: guarded('readdir', nodeDisk.readdir),
    lstat: guarded('lstat', nodeDisk.lstat),
    rename: guarded('rename', nodeDisk.rename),
    unlink: guarded('unlink', nodeDisk.unlink),
    mkdir: guarded('mkdir', nodeDisk.mkdir),
  }

  function watched(file: OpenFile): OpenFile {
    const close = guarded('close', async () => undefined)
    return {
      writeFile: guarded(
        'writeFile',
        (content) => file.writeFile(content),
        (content) => file.writeFile(content.slice(0, content.length / 2)),
      ),
      sync: guarded('sync', () => file.sync()),
      // The descriptor is let go of in any case.
      close: () => file.close().then(close),
    }
  }

  function begin(k: number, code: string, crash: boolean): void {
    countdown = k
    failCode = code
    isCrash = crash
    hasFailed = false
    operations.length = 0
  }

  return {
    disk,
    operations,
    failAt: (k, code = 'EIO') => begin(k, code, false),
    crashAt: (k) => begin(k, 'EIO', true),
    get hasFailed() {
      return hasFailed
    },
  }
}
