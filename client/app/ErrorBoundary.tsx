import { Component, type ReactNode } from 'react'
import { Button } from '../ui/Button.tsx'
import './errorBoundary.css'

interface ErrorBoundaryProps {
  /** What is inside, in the user's words: "The canvas". */
  readonly name: string
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly error: Error | null
}

/** A part of the page that breaks says so, and the rest of the page goes on. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override readonly state: ErrorBoundaryState = { error: null }

  static getDerivedStateFromError(error: Error): ErrorBoundaryState {
    return { error }
  }

  override render(): ReactNode {
    const { error } = this.state
    if (error === null) return this.props.children
    return (
      <div className="error-boundary" role="alert">
        <b>{this.props.name} has stopped working.</b>
        <p>Your drawing is safe: every edit is kept. The cause, for a bug report:</p>
        <code>{error.message}</code>
        <Button icon="reset" onClick={() => this.setState({ error: null })}>
          Try again
        </Button>
      </div>
    )
  }
}
