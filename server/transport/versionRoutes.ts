// Earlier versions of a topology, over HTTP. Bringing one back is an edit like any other, made by who
// wants it: so it can be undone, and reaches everybody.

import { Router } from 'express'
import {
  type KeepVersion,
  keepVersionSchema,
  renameVersionSchema,
  type Version,
} from '#shared/protocol/versions.ts'
import { diskReason } from '../storage/disk.ts'
import { VersionRefused } from '../storage/versions/versionFiles.ts'
import { bodyAs, topologyIdIn, versionIdIn } from './asked.ts'
import { RequestFailure } from './requestFailure.ts'
import type { Room } from './room.ts'
import type { Rooms } from './rooms.ts'

export function versionRoutes(rooms: Rooms): Router {
  const router = Router()
  router.get('/topologies/:id/versions', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    response.json(await reached(room.versions.list(), 'The versions cannot be read'))
  })
  router.post('/topologies/:id/versions', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    response.status(201).json(await keep(room, bodyAs(keepVersionSchema, request.body)))
  })
  router.get('/topologies/:id/versions/:versionId', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const reading = room.versions.read(versionIdIn(request.params.versionId))
    const stored = await reached(reading, 'The version cannot be read')
    if (stored === null) throw gone()
    response.json({ version: stored.version, text: stored.text })
  })
  router.patch('/topologies/:id/versions/:versionId', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const versionId = versionIdIn(request.params.versionId)
    const { name } = bodyAs(renameVersionSchema, request.body)
    const version = await written(room.versions.rename(versionId, name))
    if (version === null) throw gone()
    response.json(version)
  })
  router.delete('/topologies/:id/versions/:versionId', async (request, response) => {
    const room = await rooms.open(topologyIdIn(request.params.id))
    const removal = room.versions.remove(versionIdIn(request.params.versionId))
    if (!(await reached(removal, 'The version was not deleted'))) throw gone()
    response.status(204).end()
  })
  return router
}

function keep(room: Room, wanted: KeepVersion): Promise<Version> {
  const { versions, topology } = room
  switch (wanted.kind) {
    case 'named':
      return written(versions.keep(topology, { name: wanted.name, reason: 'asked' }))
    case 'beforeRestore':
      return written(versions.keep(topology, { name: null, reason: 'restore' }))
  }
}

function written<Value>(work: Promise<Value>): Promise<Value> {
  return reached(work, 'The version was not kept')
}

/** `failed`: the beginning of the sentence that says why it was not. */
async function reached<Value>(work: Promise<Value>, failed: string): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (error instanceof VersionRefused) throw new RequestFailure('refusedEdit', error.message)
    throw new RequestFailure('saveFailed', `${failed}: ${diskReason(error)}.`)
  }
}

function gone(): RequestFailure {
  return new RequestFailure('unknownTopology', 'There is no such version any more.')
}
