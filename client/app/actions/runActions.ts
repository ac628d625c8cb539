import { fasterSpeed, slowerSpeed } from '../../playback/speeds.ts'
import {
  resetRun,
  rewind,
  setSpeed,
  stepBack,
  stepRun,
  toggleRun,
} from '../../playback/transport.ts'
import { type Action, hasRun, state } from './action.ts'

export const runActions: readonly Action[] = [
  {
    id: 'run',
    group: 'Run',
    label: 'Run or pause',
    keys: ['Space', 'Mod+Enter'],
    isEnabled: hasRun,
    run: () => void toggleRun(),
  },
  {
    id: 'step',
    group: 'Run',
    label: 'Step to the next event',
    keys: ['.'],
    isEnabled: hasRun,
    run: () => void stepRun(),
  },
  {
    id: 'stepBack',
    group: 'Run',
    label: 'Step back to the event before',
    keys: [','],
    isEnabled: hasRun,
    run: () => void stepBack(),
  },
  {
    id: 'rewind',
    group: 'Run',
    label: 'Back to the start, keeping what is recorded',
    keys: ['Shift+Home'],
    isEnabled: hasRun,
    run: () => void rewind(0),
  },
  {
    id: 'faster',
    group: 'Run',
    label: 'Faster',
    keys: ['Shift+.'],
    isEnabled: hasRun,
    run: () => void setSpeed(fasterSpeed(state().run?.speed ?? 1)),
  },
  {
    id: 'slower',
    group: 'Run',
    label: 'Slower',
    keys: ['Shift+,'],
    isEnabled: hasRun,
    run: () => void setSpeed(slowerSpeed(state().run?.speed ?? 1)),
  },
  {
    id: 'reset',
    group: 'Run',
    label: 'Reset the run',
    keys: ['Mod+Shift+R'],
    isEnabled: ({ run }) => run !== null,
    run: () => void resetRun(),
  },
]
