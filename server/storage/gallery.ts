// The examples that come with Millrace: topologies to look at, each opened as a copy of one's own, and
// the stories that are told of them.

import { join } from 'node:path'
import type { ExampleEntry, ExampleList } from '#shared/protocol/http.ts'
import { miniatureOf } from '#shared/protocol/miniature.ts'
import { type Story, storySchema } from '#shared/protocol/story.ts'
import { parseTopologyText } from '#shared/topology/parse.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { idOfFile } from './workspace.ts'

interface Example {
  readonly topology: Topology
  readonly story: Story | null
  readonly entry: ExampleEntry
}

export class Gallery {
  readonly #examples: ReadonlyMap<string, Example>

  private constructor(examples: ReadonlyMap<string, Example>) {
    this.#examples = examples
  }

  /** A folder that is missing is an empty gallery; what is no topology is left out. */
  static async open(folder: string, disk: Disk = nodeDisk): Promise<Gallery> {
    const examples = new Map<string, Example>()
    const names = await disk.readdir(folder).catch(() => [])
    for (const name of [...names].sort()) {
      const id = idOfFile(name)
      if (id === null) continue
      const parsed = parseTopologyText((await disk.readFile(join(folder, name))).toString('utf8'))
      if (!parsed.ok) continue
      const { topology } = parsed
      const story = await readStory(disk, join(folder, 'stories', name))
      examples.set(id, { topology, story, entry: entryOf(id, topology, story) })
    }
    return new Gallery(examples)
  }

  list(): ExampleList {
    return [...this.#examples.values()].map(({ entry }) => entry)
  }

  get(id: string): Topology | undefined {
    return this.#examples.get(id)?.topology
  }

  story(id: string): Story | null {
    return this.#examples.get(id)?.story ?? null
  }
}

/** Null: there is none, or it cannot be told. */
async function readStory(disk: Disk, path: string): Promise<Story | null> {
  try {
    const value: unknown = JSON.parse((await disk.readFile(path)).toString('utf8'))
    return storySchema.safeParse(value).data ?? null
  } catch {
    return null
  }
}

function entryOf(id: string, topology: Topology, story: Story | null): ExampleEntry {
  const { name, description = '', services, channels } = topology
  return {
    id,
    name,
    description,
    domain: story?.domain ?? 'Basics',
    summary: story?.summary ?? firstSentenceOf(description),
    storyTitle: story?.title ?? null,
    services: Object.keys(services).length,
    channels: Object.keys(channels).length,
    miniature: miniatureOf(topology),
  }
}

function firstSentenceOf(text: string): string {
  return /^[^.]*\./.exec(text)?.[0] ?? text.slice(0, 120)
}
