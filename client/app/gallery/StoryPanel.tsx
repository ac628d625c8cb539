// The story beside the drawing: one step at a time, at the person's pace. It can be folded away, and what
// it promises is ticked off when it happens.

import { useEffect, useState } from 'react'
import type { StoryStep } from '#shared/protocol/story.ts'
import { useDesigner } from '../../store/designerStore.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { StoryChecks } from './StoryChecks.tsx'
import { type Telling, tell, useTelling } from './storyState.ts'
import { act, goToStep, resumeStory } from './telling.ts'
import './story.css'

export function StoryPanel() {
  const telling = useTelling()
  const topologyId = useDesigner((state) => state.topologyId)
  useEffect(() => {
    if (topologyId !== null) void resumeStory(topologyId)
  }, [topologyId])
  if (telling === null || telling.topologyId !== topologyId) return null
  return <Panel telling={telling} />
}

function Panel({ telling }: { readonly telling: Telling }) {
  const [isFolded, setFolded] = useState(false)
  const { story, step } = telling
  const current = story.steps[step]
  if (!current) return null
  return (
    <section className="story" aria-label="Story" data-folded={isFolded || undefined}>
      <header className="story-head">
        <button
          type="button"
          className="story-fold"
          aria-expanded={!isFolded}
          title={isFolded ? 'Unfold the story' : 'Fold the story away'}
          onClick={() => setFolded(!isFolded)}
        >
          <Icon name={isFolded ? 'chevronRight' : 'chevron'} size={12} />
          <b>{story.title}</b>
          <span>
            {step + 1} of {story.steps.length}
          </span>
        </button>
        <IconButton icon="close" iconSize={12} label="End the story" onClick={() => tell(null)} />
      </header>
      {isFolded ? null : (
        <>
          <Step key={step} telling={telling} step={current} />
          <Foot telling={telling} />
        </>
      )}
    </section>
  )
}

interface StepProps {
  readonly telling: Telling
  readonly step: StoryStep
}

function Step({ telling, step }: StepProps) {
  return (
    <div className="story-step">
      {/* Read out when the step changes. */}
      <div role="status">
        <h3>{step.title}</h3>
        <p>{step.text}</p>
      </div>
      <Act telling={telling} step={step} />
      <StoryChecks checks={step.checks} sinceNs={telling.sinceNs} />
    </div>
  )
}

/** Stays the same from step to step, so that who goes on by keyboard keeps the focus. */
function Foot({ telling }: { readonly telling: Telling }) {
  const { story, step, sinceNs } = telling
  const isLast = step === story.steps.length - 1
  return (
    <footer className="story-foot">
      <ol className="story-dots" aria-hidden>
        {story.steps.map(({ title }, at) => (
          <li key={title} data-state={at === step ? 'now' : at < step ? 'done' : undefined} />
        ))}
      </ol>
      <Button
        size="small"
        aria-disabled={step === 0}
        onClick={() => step > 0 && goToStep(telling, step - 1)}
      >
        Back
      </Button>
      <Button
        size="small"
        tone={sinceNs === null ? 'plain' : 'accent'}
        onClick={() => (isLast ? tell(null) : goToStep(telling, step + 1))}
      >
        {isLast ? 'Done' : 'Next'}
      </Button>
    </footer>
  )
}

function Act({ telling, step }: StepProps) {
  const isConnected = useDesigner((state) => state.connected)
  const [isActing, setActing] = useState(false)
  if (!step.act) return null
  const isDone = telling.sinceNs !== null
  const onAct = async () => {
    setActing(true)
    await act(telling, step)
    setActing(false)
  }
  return (
    <Button
      tone={isDone ? 'plain' : 'accent'}
      icon={isDone ? 'check' : 'bolt'}
      disabled={isDone || isActing || !isConnected}
      onClick={() => void onAct()}
    >
      {step.act.label}
    </Button>
  )
}
