import { useDesigner } from '../store/designerStore.ts'
import { useFigureText } from '../store/live/useFigureText.ts'
import { wantedSpeed } from '../store/runSlice.ts'
import { Icon } from '../ui/Icon.tsx'
import { SPEEDS, speedText } from './speeds.ts'
import { setSpeed } from './transport.ts'

export function SpeedSelect({ disabled }: { readonly disabled: boolean }) {
  const speed = useDesigner(wantedSpeed)
  const offered = SPEEDS.includes(speed) ? SPEEDS : [speed, ...SPEEDS]
  return (
    <label className="playback-speed" title="Virtual seconds in a second">
      <AchievedSpeed />
      <select
        aria-label="Speed"
        value={String(speed)}
        disabled={disabled}
        onChange={({ target }) =>
          void setSpeed(target.value === 'max' ? 'max' : Number(target.value))
        }
      >
        {offered.map((other) => (
          <option key={other} value={String(other)}>
            {speedText(other)}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={12} />
    </label>
  )
}

/** Shown where the run cannot keep up with the speed that is asked for. */
const KEEPS_UP = 0.9

function AchievedSpeed() {
  // What is asked for and not confirmed has reached nothing yet.
  const asked = useDesigner((state) => state.run?.speed ?? 1)
  const isRunning = useDesigner((state) => state.run?.status === 'running')
  const text = useFigureText(({ speed }) => {
    if (!isRunning || speed <= 0) return ''
    if (asked !== 'max' && speed >= asked * KEEPS_UP) return ''
    return `${Number(speed.toPrecision(2))}x`
  })
  // As fast as it can, there is always something to say while it runs: the room for it is kept.
  return text === '' && asked !== 'max' ? null : (
    <span className="playback-achieved" title="The speed that the run reaches">
      {text}
    </span>
  )
}
