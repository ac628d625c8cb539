import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Icon } from '../ui/Icon.tsx'
import './confirmButton.css'

interface ConfirmButtonProps {
  /** On the button that asks. */
  readonly label: string
  /** Of what, for those who do not see where the button stands. */
  readonly subject: string
  /** What is lost, as a question. */
  readonly question: string
  /** On the button that does it. */
  readonly answer: string
  readonly disabled: boolean
  readonly onConfirm: () => void
}

/** Asks before it does what cannot be taken back. */
export function ConfirmButton(props: ConfirmButtonProps) {
  const { label, subject, question, answer, disabled, onConfirm } = props
  const [isAsking, setIsAsking] = useState(false)
  if (!isAsking || disabled)
    return (
      <Button
        size="small"
        aria-label={`${label} ${subject}`}
        disabled={disabled}
        onClick={() => setIsAsking(true)}
      >
        {label}…
      </Button>
    )
  return (
    <div className="confirm" role="alertdialog" aria-label={question}>
      <Icon name="warning" size={14} />
      <p>{question}</p>
      <Button
        size="small"
        tone="danger"
        aria-label={`${answer} ${subject}`}
        autoFocus
        onClick={() => {
          setIsAsking(false)
          onConfirm()
        }}
      >
        {answer}
      </Button>
      <Button size="small" onClick={() => setIsAsking(false)}>
        Keep
      </Button>
    </div>
  )
}
