import { Check } from 'lucide-react'

interface StepperProps {
  steps: readonly string[]
  /** Counted from 1. */
  current: number
  /** True when the last one is finished too. */
  allDone?: boolean
}

/** Where a journey stands. On a phone only the present word shows; readers hear all of them. */
export function Stepper({ steps, current, allDone = false }: StepperProps) {
  return (
    <ol className="stepper" aria-label="Steps of this journey">
      {steps.map((step, index) => {
        const number = index + 1
        const done = number < current || (allDone && number < steps.length)
        return (
          <li key={step} aria-current={number === current ? 'step' : undefined} data-done={done ? '' : undefined}>
            <span className="stepper-number">{done ? <Check className="i" aria-hidden /> : number}</span>
            <span className="stepper-word">
              {step}
              {done && <span className="sr"> (done)</span>}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
