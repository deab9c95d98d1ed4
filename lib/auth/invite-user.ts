import "server-only";
import { createClient } from "@supabase/supabase-js";
import { authMessage } from "@/lib/auth/auth-message";
import type { InviteUser } from "@/lib/engines/team/invite-member";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { createNoticeSender } from "@/lib/integrations/smtp/send-notice";

/** Invitations through the sign-in service; people who have an account already get a notice of ours instead of a new account. */
export const inviteUser: InviteUser = {
  async invite({ email, clientId, clientName, inviterName }) {
    const { APP_URL, SUPABASE_URL, SUPABASE_SECRET_KEY, PRODUCT_SMTP_URL, PRODUCT_MAIL_FROM } = env();
    const admin = createClient(SUPABASE_URL, SUPABASE_SECRET_KEY, { auth: { persistSession: false, autoRefreshToken: false } });
    const { data, error } = await admin.auth.admin.inviteUserByEmail(email, {
      data: { invited_client_id: clientId },
      redirectTo: `${APP_URL}/auth/callback`,
    });
    if (data.user) return { userId: data.user.id };
    if (error && error.code !== "email_exists" && error.code !== "user_already_exists") {
      throw new AppError("invitation_failed", authMessage(error), { cause: error });
    }
    await createNoticeSender({ smtpUrl: PRODUCT_SMTP_URL, from: PRODUCT_MAIL_FROM }).send({
      to: email,
      subject: `${inviterName} invited you to ${clientName}`.replaceAll(/\s+/g, " "),
      text: `${inviterName} invited you to join ${clientName} on Agency OS.\n\nSign in with your account and answer the invitation:\n${APP_URL}/no-workspace\n`,
    });
    return { userId: null };
  },
};
