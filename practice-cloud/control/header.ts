/** Sent with every call; a foreign web page cannot send it without asking this server first, which never agrees. */
export const CONTROL_HEADER = 'x-practice-control'
