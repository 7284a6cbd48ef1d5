/** Questions to the team leader as the desk keeps and sends them. */
import type { Crop } from "./crop";

export type QuestionState = "open" | "answered" | "closed";

/** A question as the server has it. */
export interface AskedQuestion {
  readonly seq: number;
  readonly field: string;
  readonly text: string;
  readonly state: QuestionState;
  readonly answer: string;
  readonly answered_by: string;
  readonly answered_at: string | null;
}

/** What goes into the entry's log beside its fields. */
export type Remark =
  | { readonly type: "asked"; readonly payload: { readonly text: string; readonly field: string; readonly crop: Crop | null } }
  | { readonly type: "question_closed"; readonly payload: { readonly question: number } };

/** The questions once the server has taken a remark as the log's line `seq`. */
export function questionsAfter(questions: readonly AskedQuestion[], remark: Remark, seq: number): readonly AskedQuestion[] {
  if (remark.type === "question_closed") {
    const { question } = remark.payload;
    return questions.map((one) => (one.seq === question ? { ...one, state: "closed" } : one));
  }
  if (questions.some((one) => one.seq === seq)) return questions;
  const { field, text } = remark.payload;
  return [...questions, { seq, field, text, state: "open", answer: "", answered_by: "", answered_at: null }];
}
