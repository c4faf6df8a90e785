/** A mistake of whoever drives the cloud; its message says what. */
export class ControlMistake extends Error {}
