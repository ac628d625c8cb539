// The files of the versions of one topology. Only in folders that stand where they should: a link might
// lead anywhere, and versions are written and deleted.

import { dirname, join } from 'node:path'
import { versionIdSchema } from '#shared/protocol/versions.ts'
import { isTemporary, writeAtomically } from '../atomicWrite.ts'
import { type Disk, isMissing } from '../disk.ts'
import type { Workspace } from '../workspace.ts'
import type { KeptVersion } from './thinning.ts'
import {
  fileTextOf,
  HEAD_BYTES_MAX,
  parseStoredVersion,
  type StoredVersion,
} from './versionText.ts'

/** Larger than any topology with its line. */
const FILE_BYTES_MAX = 9_000_000

/** Of more files than these the newest are looked at; the others' turn comes when those have gone. */
export const LOOKED_AT_MAX = 5000
const LOOKED_AT_TOGETHER = 16

const ENDING = '.version'

/** In the year 5138. */
const MOMENT_MS_MAX = 1e14

/** The sentence is for the person who asked. */
export class VersionRefused extends Error {}

export interface KeptFile extends KeptVersion {
  readonly contentHash: string
}

export class VersionFiles {
  readonly #disk: Disk
  readonly #folder: string
  #isSwept = false

  constructor(workspace: Workspace, topologyId: string) {
    this.#disk = workspace.disk
    this.#folder = workspace.versionsFolderOf(topologyId)
  }

  /** Newest first. What cannot be read is left out. */
  async all(): Promise<readonly KeptFile[]> {
    const names = await this.#names()
    const ids = names
      .flatMap((name) => idOfFile(name) ?? [])
      .sort((a, b) => Number(b) - Number(a))
      .slice(0, LOOKED_AT_MAX)
    const kept: KeptFile[] = []
    for (let from = 0; from < ids.length; from += LOOKED_AT_TOGETHER) {
      const some = ids.slice(from, from + LOOKED_AT_TOGETHER)
      const looks = some.map((id) => this.#look(id).catch(() => null))
      for (const file of await Promise.all(looks)) if (file !== null) kept.push(file)
    }
    return kept
  }

  /** Null where there is none. */
  async read(versionId: string): Promise<StoredVersion | null> {
    await this.#requireFolders()
    const path = this.#pathOf(versionId)
    try {
      if ((await this.#sizeOf(path)) === null) return null
      return parseStoredVersion(versionId, (await this.#disk.readFile(path)).toString('utf8'))
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  async write(stored: StoredVersion): Promise<KeptFile> {
    await this.#requireFolders()
    await this.#disk.mkdir(this.#folder, { recursive: true })
    const text = fileTextOf(stored)
    await writeAtomically(this.#disk, this.#pathOf(stored.version.id), text)
    return keptOf(stored, Buffer.byteLength(text))
  }

  /** False where there is none. */
  async unlink(versionId: string): Promise<boolean> {
    await this.#requireFolders()
    try {
      await this.#disk.unlink(this.#pathOf(versionId))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  #pathOf(versionId: string): string {
    return join(this.#folder, `${versionIdSchema.parse(versionId)}${ENDING}`)
  }

  async #names(): Promise<readonly string[]> {
    await this.#requireFolders()
    const names = await this.#disk.readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return []
      throw error
    })
    if (this.#isSwept) return names
    // What a server that died in a save has left: nobody else writes here.
    for (const name of names.filter(isTemporary))
      await this.#disk.unlink(join(this.#folder, name)).catch(() => undefined)
    this.#isSwept = true
    return names
  }

  /** Its first line alone: all versions together may be hundreds of megabytes. */
  async #look(id: string): Promise<KeptFile | null> {
    const path = this.#pathOf(id)
    const size = await this.#sizeOf(path)
    if (size === null) return null
    const head = await this.#disk.readHead(path, HEAD_BYTES_MAX)
    const stored = parseStoredVersion(id, head.toString('utf8'))
    return stored && keptOf(stored, size)
  }

  /** Null: no file that a version could be in. */
  async #sizeOf(path: string): Promise<number | null> {
    const facts = await this.#disk.lstat(path)
    return facts.isFile() && facts.size <= FILE_BYTES_MAX ? facts.size : null
  }

  async #requireFolders(): Promise<void> {
    for (const folder of [dirname(this.#folder), this.#folder]) {
      const facts = await this.#disk.lstat(folder).catch((error: unknown) => {
        if (isMissing(error)) return null
        throw error
      })
      if (facts?.isDirectory() === false) throw new VersionRefused(NO_FOLDER)
    }
  }
}

const NO_FOLDER =
  'The versions of this topology are not touched: where their folder should be, in .millrace/versions, ' +
  'there is a link or a file. Put a folder there.'

function keptOf({ version, contentHash }: StoredVersion, bytes: number): KeptFile {
  return { ...version, contentHash, bytes }
}

function idOfFile(fileName: string): string | null {
  if (!fileName.endsWith(ENDING)) return null
  const id = fileName.slice(0, -ENDING.length)
  // One of a far future would leave no room for newer ones.
  return versionIdSchema.safeParse(id).success && Number(id) < MOMENT_MS_MAX ? id : null
}
