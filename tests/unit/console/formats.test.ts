import { expect, test } from 'vitest'
import {
  formatAgo,
  formatCountdown,
  formatDistance,
  formatMoment,
  formatNames,
  formatSpan,
  shortenId,
} from '@/app/(console)/_parts/formats'

const now = new Date('2026-11-21T10:00:00Z')

test('a countdown never shows a time below zero', () => {
  expect([761_000, 59_001, 0, -5000].map(formatCountdown)).toEqual(['12:41', '01:00', '00:00', '00:00'])
})

test('a clock difference does not put the past into the future', () => {
  expect(formatAgo('2026-11-21T10:00:30Z', now)).toBe('just now')
  expect(formatAgo('2026-11-21T02:00:00Z', now)).toBe('8 h ago')
})

test('a distance tells before from after', () => {
  expect(formatDistance('2026-11-30T11:00:00Z', now)).toBe('in 9 days')
  expect(formatDistance('2026-11-21T15:00:00Z', now)).toBe('within a day')
  expect(formatDistance('2026-11-12T09:00:00Z', now)).toBe('9 days ago')
})

test('a moment of another year says which', () => {
  expect(formatMoment('2025-09-03T11:06:00Z', now)).toBe('3 Sep 2025 11:06')
  expect(formatMoment('2026-11-21T09:42:00Z', now)).toBe('Today 09:42')
})

test('spans, names and ids are short and whole', () => {
  expect([600, 52_000, 112_000, 120_000].map(formatSpan)).toEqual(['0.6 s', '52 s', '1 min 52 s', '2 min'])
  expect(formatNames(['A', 'B', 'C', 'D', 'E'])).toBe('A, B, C and 2 more')
  expect(formatNames(['A', 'B'])).toBe('A and B')
  expect(shortenId('3f1c0000-1111-2222-3333-44445555a92e')).toBe('3f1c…a92e')
})
