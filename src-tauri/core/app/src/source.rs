//! Sources: the mailbox wizard, pausing, looking now, disconnecting.

use runnel_connector::{Fault, Say, Secret};
use runnel_domain::{
    Channel, SourceHealth,
    ids::{MemberId, SourceId},
};
use runnel_store::table::source::{self, NewSource, Source};

use crate::{
    app::{App, Changed},
    channels::{MailDiscovery, Mailbox},
    error::AppError,
    permission::{self, Deed},
};

/// A mailbox to check or to keep.
#[derive(Debug, Clone)]
pub struct MailboxWish {
    /// The source to change; `None`: a new one.
    pub source: Option<SourceId>,
    /// As people shall see it; empty: the address.
    pub name: String,
    /// Servers and names.
    pub mailbox: Mailbox,
    /// `None` with a source: the stored one.
    pub password: Option<Secret>,
}

/// One thing that checking told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What.
    pub say: Say,
    /// It prevents saving.
    pub blocking: bool,
}

impl App {
    /// Looks for the servers of a mail address.
    ///
    /// # Errors
    /// `Invalid` with code `address_invalid`.
    pub async fn mail_discover(&self, address: &str) -> Result<MailDiscovery, AppError> {
        let address = plausible(address)?;
        Ok(self.inner.host.channels.mail().discover(&address).await)
    }

    /// Tries a mailbox without keeping anything.
    ///
    /// # Errors
    /// `Invalid` where a field makes no sense; what the servers say comes as findings.
    pub async fn mailbox_check(
        &self,
        me: MemberId,
        wish: MailboxWish,
    ) -> Result<Vec<Finding>, AppError> {
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        let (config, password) = self.understand(&wish).await?;
        let kind = self.inner.host.channels.kind(Channel::Email);
        let kind = kind.ok_or(AppError::invalid("channel_missing"))?;
        let connector = match kind.connect(&config, Some(password)) {
            Ok(connector) => connector,
            Err(say) => {
                return Ok(vec![Finding {
                    say,
                    blocking: true,
                }]);
            }
        };
        Ok(match connector.check().await {
            Ok(found) => found
                .notes
                .into_iter()
                .map(|say| Finding {
                    say,
                    blocking: false,
                })
                .collect(),
            Err(fault) => vec![Finding {
                say: said(&fault),
                blocking: true,
            }],
        })
    }

    /// What is stored of a mailbox, without its password.
    ///
    /// # Errors
    /// `NotFound` where there is none; `Invalid` with `source_not_mail` for other channels.
    pub async fn mailbox(&self, me: MemberId, id: SourceId) -> Result<MailboxWish, AppError> {
        let row = self
            .read(move |read| {
                permission::check(read, me, Deed::Arrange)?;
                Ok::<_, AppError>(source::get(read, id)?)
            })
            .await?;
        if row.channel != Channel::Email {
            return Err(AppError::invalid("source_not_mail"));
        }
        let mail = self.inner.host.channels.mail();
        Ok(MailboxWish {
            source: Some(id),
            name: row.name,
            mailbox: mail.mailbox(&row.config).map_err(AppError::Network)?,
            password: None,
        })
    }

    /// Keeps a mailbox and connects it. The password goes to the place for secrets first, so that a row never
    /// names a secret that is not there.
    ///
    /// # Errors
    /// `Invalid` with `mailbox_connected` (another source has this address) or a field that makes no sense;
    /// [`AppError::Secrets`] when the password cannot be kept.
    pub async fn mailbox_save(
        &self,
        me: MemberId,
        wish: MailboxWish,
    ) -> Result<Changed<SourceId>, AppError> {
        self.read(move |read| permission::check(read, me, Deed::Arrange))
            .await?;
        let (config, password) = self.understand(&wish).await?;
        let address = plausible(&wish.mailbox.address)?;
        let name = if wish.name.trim().is_empty() {
            address.clone()
        } else {
            wish.name.trim().to_owned()
        };
        let (changing, account) = (wish.source, address.clone());
        let before = self
            .read(move |read| {
                let taken = source::by_account(read, Channel::Email, &account)?;
                if taken.is_some_and(|taken| Some(taken.id) != changing) {
                    return Err(AppError::field("mailbox_connected", "address"));
                }
                let before = changing.map(|id| source::get(read, id)).transpose()?;
                if before
                    .as_ref()
                    .is_some_and(|before| before.account != account)
                {
                    return Err(AppError::field("address_fixed", "address"));
                }
                Ok(before)
            })
            .await?;
        let secret_ref = match before.and_then(|before| before.secret_ref) {
            Some(name) => name,
            None => self.fresh_secret_name(),
        };
        self.inner.host.secrets.set(&secret_ref, &password).await?;
        let changed = self
            .act(me, Deed::Arrange, None, move |tx| match changing {
                Some(id) => {
                    source::update(tx, id, &name, &config, Some(&secret_ref))?;
                    source::set_health(tx, id, SourceHealth::Syncing, "{}")?;
                    Ok(id)
                }
                None => Ok(source::insert(
                    tx,
                    &NewSource {
                        channel: Channel::Email,
                        name: &name,
                        account: &address,
                        config: &config,
                        secret_ref: Some(&secret_ref),
                        health: SourceHealth::Syncing,
                    },
                )?),
            })
            .await?;
        self.learned("connect_mailbox").await;
        self.disconnect(changed.value);
        self.look_now(changed.value);
        Ok(changed)
    }

    /// Connects an account of a channel that needs no secret, once: the same account again is the same source.
    ///
    /// # Errors
    /// [`AppError::NotAllowed`] for members who may not arrange.
    pub async fn source_connect(
        &self,
        me: MemberId,
        channel: Channel,
        name: &str,
        account: &str,
        config: &str,
    ) -> Result<SourceId, AppError> {
        let (name, account, config) = (name.to_owned(), account.to_owned(), config.to_owned());
        let changed = self
            .act(me, Deed::Arrange, None, move |tx| {
                if let Some(known) = source::by_account(tx, channel, &account)? {
                    return Ok(known.id);
                }
                Ok(source::insert(
                    tx,
                    &NewSource {
                        channel,
                        name: &name,
                        account: &account,
                        config: &config,
                        secret_ref: None,
                        health: SourceHealth::Syncing,
                    },
                )?)
            })
            .await?;
        Ok(changed.value)
    }

    /// Pauses a source (nothing comes, nothing goes, what is queued waits) or lets it go on.
    ///
    /// # Errors
    /// `Invalid` with code `source_built_in`.
    pub async fn source_pause(
        &self,
        me: MemberId,
        id: SourceId,
        paused: bool,
    ) -> Result<Changed, AppError> {
        let health = if paused {
            SourceHealth::Paused
        } else {
            SourceHealth::Syncing
        };
        let changed = self
            .act(me, Deed::Arrange, None, move |tx| {
                changeable(&source::get(tx, id)?)?;
                Ok(source::set_health(tx, id, health, "{}")?)
            })
            .await?;
        self.look_now(id);
        Ok(changed)
    }

    /// Looks for news at once, also where we wait before trying again.
    ///
    /// # Errors
    /// `NotFound` where there is no such source.
    pub async fn source_sync(&self, me: MemberId, id: SourceId) -> Result<Changed, AppError> {
        self.read(move |read| {
            permission::check(read, me, Deed::Work)?;
            changeable(&source::get(read, id)?)
        })
        .await?;
        self.look_now(id);
        Ok(Changed {
            value: (),
            operation: None,
        })
    }

    /// Disconnects a source and forgets its password; its conversations stay.
    ///
    /// # Errors
    /// `Invalid` with code `source_built_in`.
    pub async fn source_remove(&self, me: MemberId, id: SourceId) -> Result<Changed, AppError> {
        let changed = self
            .act(me, Deed::Arrange, None, move |tx| {
                let source = source::get(tx, id)?;
                changeable(&source)?;
                source::remove(tx, id)?;
                Ok(source.secret_ref)
            })
            .await?;
        self.disconnect(id);
        if let Some(name) = changed.value {
            self.inner.host.secrets.delete(&name).await?;
        }
        Ok(Changed {
            value: (),
            operation: changed.operation,
        })
    }

    pub(crate) fn look_now(&self, id: SourceId) {
        let wake = self.inner.supervision.wake(id);
        wake.pull.notify_one();
        wake.send.notify_one();
    }

    /// The connector's settings and the password of a wish, typed or stored.
    async fn understand(&self, wish: &MailboxWish) -> Result<(String, Secret), AppError> {
        let mut mailbox = wish.mailbox.clone();
        mailbox.address = plausible(&mailbox.address)?;
        if mailbox.login.trim().is_empty() {
            mailbox.login.clone_from(&mailbox.address);
        }
        for (server, field) in [(&mailbox.imap, "imap"), (&mailbox.smtp, "smtp")] {
            if server.host.trim().is_empty() || server.port == 0 {
                return Err(AppError::field("server_missing", field));
            }
        }
        let config = self
            .inner
            .host
            .channels
            .mail()
            .config(&mailbox)
            .map_err(AppError::Network)?;
        if let Some(password) = wish.password.clone() {
            return Ok((config, password));
        }
        let stored = match wish.source {
            Some(id) => {
                self.read(move |read| Ok(source::get(read, id)?.secret_ref))
                    .await?
            }
            None => None,
        };
        let stored = match stored {
            Some(name) => self.inner.host.secrets.get(&name).await?,
            None => None,
        };
        Ok((
            config,
            stored.ok_or_else(|| AppError::field("password_missing", "password"))?,
        ))
    }

    fn fresh_secret_name(&self) -> String {
        use std::fmt::Write as _;
        let mut name = "source/".to_owned();
        for byte in self.inner.host.ids.next_uid().0 {
            let _ = write!(name, "{byte:02x}");
        }
        name
    }
}

fn changeable(source: &Source) -> Result<(), AppError> {
    if source.channel == Channel::Local {
        return Err(AppError::invalid("source_built_in"));
    }
    Ok(())
}

fn said(fault: &Fault) -> Say {
    fault.say().clone()
}

/// An address that a server could know: something, one `@`, a domain. Lower case.
fn plausible(address: &str) -> Result<String, AppError> {
    let address = address.trim().to_lowercase();
    let good = address.split_once('@').is_some_and(|(user, domain)| {
        !user.is_empty() && !domain.is_empty() && !domain.contains('@')
    }) && !address.contains(char::is_whitespace);
    if good {
        Ok(address)
    } else {
        Err(AppError::field("address_invalid", "address"))
    }
}
