// The examples that come with Millrace: topologies to look at, each opened as a copy of one's own.

import { join } from 'node:path'
import type { ExampleList } from '#shared/protocol/http.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { idOfFile } from './workspace.ts'

export class Gallery {
  readonly #examples: ReadonlyMap<string, Topology>

  private constructor(examples: ReadonlyMap<string, Topology>) {
    this.#examples = examples
  }

  /** A folder that is missing is an empty gallery; what is no topology is left out. */
  static async open(folder: string, disk: Disk = nodeDisk): Promise<Gallery> {
    const examples = new Map<string, Topology>()
    const names = await disk.readdir(folder).catch(() => [])
    for (const name of [...names].sort()) {
      const id = idOfFile(name)
      if (id === null) continue
      const parsed = parseTopologyText((await disk.readFile(join(folder, name))).toString('utf8'))
      if (parsed.ok) examples.set(id, parsed.topology)
    }
    return new Gallery(examples)
  }

  list(): ExampleList {
    return [...this.#examples].map(([id, { name, description = '' }]) => ({
      id,
      name,
      description,
    }))
  }

  get(id: string): Topology | undefined {
    return this.#examples.get(id)
  }
}
