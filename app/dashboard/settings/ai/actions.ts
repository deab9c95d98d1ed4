"use server";

import { refresh } from "next/cache";
import { clientAction } from "@/lib/actions/client-action";
import { voiceInput } from "@/lib/domain/agency-voice";
import { knowledgeEditInput, knowledgeEntryInput, knowledgeIdInput } from "@/lib/domain/knowledge";
import { neverSayInput } from "@/lib/domain/never-say";
import { addKnowledge, deleteKnowledge, editKnowledge, restoreKnowledge } from "@/lib/engines/knowledge/edit-knowledge";
import { setNeverSay, setVoice } from "@/lib/engines/knowledge/set-voice";

export const setVoiceAction = clientAction
  .metadata({ name: "setVoice" })
  .inputSchema(voiceInput)
  .action(async ({ ctx, parsedInput }) => {
    await setVoice(ctx, parsedInput);
    refresh();
  });

export const setNeverSayAction = clientAction
  .metadata({ name: "setNeverSay" })
  .inputSchema(neverSayInput)
  .action(async ({ ctx, parsedInput }) => {
    await setNeverSay(ctx, parsedInput);
    refresh();
  });

export const addKnowledgeAction = clientAction
  .metadata({ name: "addKnowledge" })
  .inputSchema(knowledgeEntryInput)
  .action(async ({ ctx, parsedInput }) => {
    await addKnowledge(ctx, parsedInput);
    refresh();
  });

export const editKnowledgeAction = clientAction
  .metadata({ name: "editKnowledge" })
  .inputSchema(knowledgeEditInput)
  .action(async ({ ctx, parsedInput }) => {
    await editKnowledge(ctx, parsedInput);
    refresh();
  });

export const deleteKnowledgeAction = clientAction
  .metadata({ name: "deleteKnowledge" })
  .inputSchema(knowledgeIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await deleteKnowledge(ctx, parsedInput);
    refresh();
  });

export const restoreKnowledgeAction = clientAction
  .metadata({ name: "restoreKnowledge" })
  .inputSchema(knowledgeIdInput)
  .action(async ({ ctx, parsedInput }) => {
    await restoreKnowledge(ctx, parsedInput);
    refresh();
  });
