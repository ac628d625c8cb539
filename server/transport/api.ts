// Documents, over HTTP.

import { setImmediate as everybodyElse } from 'node:timers/promises'
import { Router } from 'express'
import {
  comparisonRequestSchema,
  forkComparisonRequestSchema,
} from '#shared/protocol/comparison.ts'
import {
  type CreateTopology,
  createTopologySchema,
  type ExampleList,
  HISTORY_HASH_HEADER,
  type MadeEdit,
  sentEditSchema,
  type TopologyList,
} from '#shared/protocol/http.ts'
import type { Story } from '#shared/protocol/story.ts'
import { canonicalText } from '#shared/topology/canonical.ts'
import { describeProblems, parseRecipe, parseTopology } from '#shared/topology/parse.ts'
import type { Recipe } from '#shared/topology/recipe.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { RecipeEdits } from '../session/recipeEnd.ts'
import { diskReason } from '../storage/disk.ts'
import type { Gallery } from '../storage/gallery.ts'
import { writeRun } from '../storage/runStore.ts'
import { isTopologyId, slugOf } from '../storage/slug.ts'
import type { Workspace } from '../storage/workspace.ts'
import { bodyAs, malformed, topologyIdIn } from './asked.ts'
import { Comparisons } from './comparisons.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Rooms } from './rooms.ts'
import { versionRoutes } from './versionRoutes.ts'

/** Of the edits of a recipe: at once, and in all. */
const SLICE_MS = 10
const RECIPE_MS_MAX = 20_000

export interface ApiParts {
  readonly workspace: Workspace
  readonly gallery: Gallery
  readonly rooms: Rooms
}

export function apiRoutes(parts: ApiParts): Router {
  const { workspace, gallery, rooms } = parts
  const comparisons = new Comparisons()
  const router = Router()
  router.use(versionRoutes(rooms))
  router.get('/topologies', async (_request, response) => {
    response.json((await workspace.list()) satisfies TopologyList)
  })
  router.get('/examples', (_request, response) => {
    response.json(gallery.list() satisfies ExampleList)
  })
  router.get('/examples/:id/story', (request, response) => {
    const story = gallery.story(request.params.id)
    if (story === null) throw unknownExample(request.params.id, 'There is no story of an example')
    response.json(story satisfies Story)
  })
  router.post('/topologies', async (request, response) => {
    response
      .status(201)
      .json({ id: await create(parts, bodyAs(createTopologySchema, request.body)) })
  })
  router.get('/topologies/:id', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    response.json({ id: room.id, revision: room.revision, topology: room.topology })
  })
  router.delete('/topologies/:id', async (request, response) => {
    await rooms.remove(topologyIdIn(request.params.id))
    response.status(204).end()
  })
  router.post('/topologies/:id/edits', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const { editId, edit } = bodyAs(sentEditSchema, request.body)
    const revision = await room.edit(editId, edit, null)
    response.json({ revision } satisfies MadeEdit)
  })
  router.get('/topologies/:id/recipe', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const { text, hash } = await room.recipeText()
    response.setHeader(HISTORY_HASH_HEADER, hash)
    response.type('application/json').send(Buffer.from(text.buffer, text.byteOffset, text.length))
  })
  router.post('/topologies/:id/comparisons', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const comparison = await comparisons.swap(room, bodyAs(comparisonRequestSchema, request.body))
    response.json(comparison)
  })
  router.post('/topologies/:id/forks/comparisons', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const wanted = bodyAs(forkComparisonRequestSchema, request.body)
    response.json(await comparisons.fork(room, wanted))
  })
  return router
}

async function create(parts: ApiParts, creation: CreateTopology): Promise<string> {
  const { workspace, gallery } = parts
  switch (creation.kind) {
    case 'example': {
      const example = gallery.get(creation.exampleId)
      if (!example) throw unknownExample(creation.exampleId, 'There is no example')
      const untouched = creation.reuse === true ? await untouchedCopy(parts, example) : null
      return untouched ?? written(workspace.create(example))
    }
    case 'topology': {
      const parsed = parseTopology(creation.topology)
      if (parsed.ok) return written(workspace.create(parsed.topology))
      throw malformed(describeProblems(parsed.problems))
    }
    case 'recipe': {
      const parsed = parseRecipe(creation.recipe)
      if (parsed.ok) return createFromRecipe(workspace, parsed.recipe)
      throw malformed(describeProblems(parsed.problems))
    }
  }
}

/** The id of a copy that is still what the example is; null: there is none. */
async function untouchedCopy({ workspace, rooms }: ApiParts, example: Topology) {
  const id = slugOf(example.name)
  if (!(await workspace.has(id))) return null
  // A file of that name may hold anything.
  const room = await rooms.open(id).catch(() => null)
  if (room === null) return null
  return canonicalText(room.topology) === canonicalText(example) ? id : null
}

function unknownExample(id: string, sentence: string): RequestFailure {
  const shown = isTopologyId(id) ? ` '${id}'` : ' of that name'
  return new RequestFailure('unknownTopology', `${sentence}${shown}.`)
}

/** The document is what the run had come to; the run is repeated when somebody opens it. */
async function createFromRecipe(workspace: Workspace, recipe: Recipe): Promise<string> {
  const edits = new RecipeEdits(recipe)
  const endMs = performance.now() + RECIPE_MS_MAX
  while (!edits.areDone) {
    makeEdits(edits)
    if (performance.now() > endMs)
      throw malformed('This recipe has too many edits to be opened here.')
    await everybodyElse()
  }
  const { topology } = edits
  if (topology === null)
    throw malformed('The drawing of this recipe cannot run, or one of its edits makes no sense.')
  return written(workspace.create(topology, (id) => writeRun(workspace, id, { recipe, speed: 1 })))
}

/** As many as go into a slice of time. */
function makeEdits(edits: RecipeEdits): void {
  const endMs = performance.now() + SLICE_MS
  do edits.makeNext()
  while (!edits.areDone && performance.now() < endMs)
}

async function written(created: Promise<string>): Promise<string> {
  try {
    return await created
  } catch (error) {
    throw new RequestFailure('saveFailed', `The topology was not saved: ${diskReason(error)}.`)
  }
}
