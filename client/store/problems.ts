// What is wrong with the drawing, for those who show it. A large drawing is examined between frames,
// and what was found last stands until then.

import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type LintProblem, lintSteps } from '#shared/topology/lint.ts'
import type { Topology } from '#shared/topology/topology.ts'
import { useDesigner } from './designerStore.ts'
import { problemsOf } from './selectors.ts'

/** Services and channels; fewer are examined at once. */
const LARGE_NODES = 300
/** Of a frame. */
const SLICE_MS = 6

interface Examination {
  /** Of which the problems are. */
  readonly topology: Topology | null
  readonly problems: readonly LintProblem[]
}

const examinationStore = createStore<Examination>(() => ({ topology: null, problems: [] }))
let underway: Topology | null = null

export function useProblems(): readonly LintProblem[] {
  const topology = useDesigner((state) => state.topology)
  const examined = useStore(examinationStore, (state) => state.problems)
  const isLarge = isLargeDrawing(topology)
  useEffect(() => {
    if (isLarge) examine(topology)
  }, [topology, isLarge])
  return isLarge ? examined : problemsOf(topology)
}

function isLargeDrawing({ services, channels }: Topology): boolean {
  return Object.keys(services).length + Object.keys(channels).length > LARGE_NODES
}

/** Several places ask: one examination answers all of them; a newer drawing breaks it off. */
function examine(topology: Topology): void {
  if (underway === topology || examinationStore.getState().topology === topology) return
  underway = topology
  const steps = lintSteps(topology)
  const problems: LintProblem[] = []
  const goOn = () => {
    if (underway !== topology) return
    const startedAtMs = performance.now()
    for (let step = steps.next(); !step.done; step = steps.next()) {
      problems.push(...step.value)
      if (performance.now() - startedAtMs < SLICE_MS) continue
      setTimeout(goOn)
      return
    }
    underway = null
    examinationStore.setState({ topology, problems })
  }
  setTimeout(goOn)
}
