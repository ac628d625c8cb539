import { describe, expect, it } from 'vitest'
import { predictLoad } from '#shared/topology/analysis.ts'
import { edgesOf as deriveEdges } from '#shared/topology/edges.ts'
import { renameElement, setField } from '#shared/topology/edits.ts'
import { lint } from '#shared/topology/lint.ts'
import { bound, rabbit, shop, sketch, worker } from '#shared/topology/sketch.ts'
import { edited } from '#shared/topology/topology.fixture.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { edgesOf, loadOf, problemsOf } from './selectors.ts'

describe('what is derived from a drawing', () => {
  it('is found once for all names', () => {
    const topology = setUp()
    const renamed = renamedTo(topology, 'mailer', 'Post office')

    expect(edgesOf(renamed)).toBe(edgesOf(topology))
    expect(loadOf(renamed)).toBe(loadOf(topology))
  })

  it('is found anew for another setting', () => {
    const topology = setUp()
    loadOf(topology)
    const path = ['services', 'mailer', 'replicas']
    const changed = edited(topology, setField(path, 5, 'Set replicas'))

    expect(loadOf(changed)).toEqual(predictLoad(changed))
    expect(loadOf(changed)).not.toEqual(loadOf(topology))
  })

  it('is found anew where a channel leads elsewhere', () => {
    const topology = setUp()
    edgesOf(topology)
    const path = ['services', 'web', 'sources', 'source', 'channelId']
    const changed = edited(topology, setField(path, 'letters', 'Publish to letters'))

    expect(edgesOf(changed)).toEqual(deriveEdges(changed))
    expect(edgesOf(changed)).not.toEqual(edgesOf(topology))
  })

  it('says problems with the newest names', () => {
    const topology = overloaded(setUp())
    const renamed = renamedTo(topology, 'mailer', 'Post office')

    expect(
      problemsOf(topology)
        .map(({ message }) => message)
        .join(),
    ).toContain('mailer')
    expect(problemsOf(renamed)).toEqual(lint(renamed))
    expect(
      problemsOf(renamed)
        .map(({ message }) => message)
        .join(),
    ).toContain('Post office')
  })
})

function renamedTo(topology: Topology, nodeId: string, name: string): Topology {
  const edit = renameElement(topology, nodeId, name)
  return edited(topology, edit)
}

function overloaded(topology: Topology): Topology {
  const path = ['services', 'mailer', 'replicas']
  return edited(topology, setField(path, 0, 'Set replicas'))
}

function setUp(): Topology {
  return sketch({
    services: { web: shop('hub'), mailer: worker(['mailer-reads']) },
    channels: {
      hub: { kind: 'rabbitExchange', type: 'fanout' },
      letters: { kind: 'rabbitQueue' },
    },
    bindings: { 'hub-letters': bound('hub', 'letters', '') },
    subscriptions: { 'mailer-reads': rabbit('letters', 'mailer') },
  })
}
