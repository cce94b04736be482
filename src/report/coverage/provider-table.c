/* SPDX-License-Identifier: Apache-2.0
 *
 * Search, clouds, content delivery, file sharing, shorteners, social networks, software makers and
 * what they serve from. Mail providers stand in mail/freemail-table.c.
 */
#include "report/coverage/provider-table.h"

const char *const provider_table[] = {"1drv.ms", "addtoany.com", "adobe.com", "akamai.net",
	"akamaiedge.net", "akamaihd.net", "alibaba.com", "aliyuncs.com", "amazon.co.jp",
	"amazon.com", "amazonaws.com", "apache.org", "apple.com", "archive.org", "atlassian.com",
	"atlassian.net", "azure.com", "azureedge.net", "azurewebsites.net", "baidu.com",
	"bbc.co.uk", "bing.com", "bit.ly", "bitbucket.org", "blogger.com", "booking.com", "box.com",
	"canva.com", "cdninstagram.com", "cisco.com", "cloudflare.com", "cloudfront.net",
	"debian.org", "digicert.com", "discord.com", "discordapp.com", "doubleclick.net",
	"dropbox.com", "dropboxusercontent.com", "ebay.com", "evernote.com", "facebook.com",
	"fastly.net", "fb.com", "fbcdn.net", "firebaseapp.com", "flickr.com", "force.com",
	"ggpht.com", "github.com", "githubusercontent.com", "gitlab.com", "goo.gl",
	"google-analytics.com", "google.co.jp", "google.com", "googleapis.com",
	"googlesyndication.com", "googletagmanager.com", "googleusercontent.com", "gravatar.com",
	"gstatic.com", "herokuapp.com", "hubspot.com", "ibm.com", "imgur.com", "instagram.com",
	"intel.com", "is.gd", "issuu.com", "jsdelivr.net", "launchpad.net", "letsencrypt.org",
	"line.me", "linkedin.com", "list-manage.com", "lnkd.in", "mailchimp.com", "mediafire.com",
	"medium.com", "mega.nz", "microsoft.com", "microsoftonline.com", "mozilla.org", "msn.com",
	"netflix.com", "notion.so", "npmjs.com", "nytimes.com", "office.com", "office.net",
	"office365.com", "onenote.com", "oracle.com", "ow.ly", "pastebin.com", "paypal.com",
	"pinterest.com", "python.org", "rakuten.co.jp", "rebrand.ly", "reddit.com",
	"salesforce.com", "sendgrid.net", "sharepoint.com", "shopify.com", "skype.com", "slack.com",
	"slideshare.net", "sourceforge.net", "spotify.com", "squarespace.com", "stackoverflow.com",
	"t.co", "t.me", "telegram.org", "tiktok.com", "tinyurl.com", "tumblr.com", "twimg.com",
	"twitter.com", "ubuntu.com", "unpkg.com", "vimeo.com", "vk.com", "w3.org", "wetransfer.com",
	"whatsapp.com", "whatsapp.net", "wikimedia.org", "wikipedia.org", "windows.com",
	"windows.net", "windowsupdate.com", "wix.com", "wordpress.com", "wordpress.org", "wp.com",
	"x.com", "yahooapis.jp", "yimg.jp", "youtu.be", "youtube.com", "ytimg.com", "zendesk.com",
	"zoom.us"};
const gsize provider_table_length = G_N_ELEMENTS(provider_table);
