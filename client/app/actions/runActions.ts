import {
  draftAt,
  draftBreakpoint,
  selectedPlace,
  toggleBreakpointAt,
} from '../../connection/breakpoints.ts'
import { openGoTo } from '../../playback/GoToMoment.tsx'
import { goToMarker } from '../../playback/timelineMarkers.ts'
import {
  goFaster,
  goSlower,
  resetRun,
  rewind,
  runToBreakpoint,
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
    id: 'next-marker',
    group: 'Run',
    label: 'To the next marker of the timeline',
    keys: [']'],
    isEnabled: hasRun,
    run: () => void goToMarker('next'),
  },
  {
    id: 'previous-marker',
    group: 'Run',
    label: 'To the previous marker of the timeline',
    keys: ['['],
    isEnabled: hasRun,
    run: () => void goToMarker('previous'),
  },
  {
    id: 'go-to',
    group: 'Run',
    label: 'Go to a moment, or run until then',
    keys: ['J'],
    isEnabled: hasRun,
    run: openGoTo,
  },
  {
    id: 'toggle-breakpoint',
    group: 'Run',
    label: 'Set or remove a breakpoint at what is selected',
    keys: ['F9'],
    isEnabled: (state) => state.run !== null && selectedPlace(state) !== null,
    run: toggleAtSelection,
  },
  {
    id: 'pause-when',
    group: 'Run',
    label: 'Pause when…: describe a breakpoint at what is selected',
    keys: ['Mod+F9'],
    isEnabled: (state) => state.run !== null && selectedPlace(state) !== null,
    run: describeAtSelection,
  },
  {
    id: 'run-to-breakpoint',
    group: 'Run',
    label: 'Run to the next breakpoint',
    keys: ['Shift+F9'],
    isEnabled: hasRun,
    run: () => void runToBreakpoint(),
  },
  {
    id: 'faster',
    group: 'Run',
    label: 'Faster',
    keys: ['Shift+.'],
    isEnabled: hasRun,
    run: () => void goFaster(),
  },
  {
    id: 'slower',
    group: 'Run',
    label: 'Slower',
    keys: ['Shift+,'],
    isEnabled: hasRun,
    run: () => void goSlower(),
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

function toggleAtSelection(): void {
  const place = selectedPlace(state())
  if (place) void toggleBreakpointAt(place)
}

function describeAtSelection(): void {
  const place = selectedPlace(state())
  if (place) draftBreakpoint(draftAt(place, state().topology))
}
