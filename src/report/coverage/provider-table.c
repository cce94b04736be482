/* SPDX-License-Identifier: Apache-2.0
 *
 * Search, clouds, content delivery, file sharing, shorteners, social networks, software makers and
 * what they serve from. Mail providers stand in mail/freemail-table.c.
 */
#include "report/coverage/provider-table.h"

const char *const provider_table[] = {"1drv.ms", "addtoany.com", "adobe.com", "adobesign.com",
	"aka.ms", "akamai.net", "akamaiedge.net", "akamaihd.net", "alibaba.com", "aliyuncs.com",
	"amazon.ca", "amazon.cn", "amazon.co.jp", "amazon.co.uk", "amazon.com", "amazon.com.au",
	"amazon.com.br", "amazon.de", "amazon.es", "amazon.fr", "amazon.in", "amazon.it",
	"amazonaws.com", "apache.org", "apple.com", "archive.org", "atlassian.com", "atlassian.net",
	"azure.com", "azureedge.net", "azurewebsites.net", "baidu.com", "bbc.co.uk", "bing.com",
	"bit.ly", "bitbucket.org", "bk.mufg.jp", "blogger.com", "booking.com", "box.com",
	"canva.com", "cdninstagram.com", "cisco.com", "cloudflare.com", "cloudfront.net",
	"debian.org", "dhl.com", "digicert.com", "discord.com", "discordapp.com", "docusign.com",
	"docusign.net", "doubleclick.net", "dropbox.com", "dropboxusercontent.com", "ebay.co.uk",
	"ebay.com", "ebay.de", "evernote.com", "facebook.com", "fastly.net", "fb.com", "fbcdn.net",
	"fedex.com", "firebaseapp.com", "flickr.com", "force.com", "ggpht.com", "github.com",
	"githubassets.com", "githubusercontent.com", "gitlab.com", "goo.gl", "google-analytics.com",
	"google.ca", "google.co.in", "google.co.jp", "google.co.kr", "google.co.uk", "google.com",
	"google.com.au", "google.com.br", "google.com.hk", "google.com.tw", "google.de",
	"google.es", "google.fr", "google.it", "googleapis.com", "googlesyndication.com",
	"googletagmanager.com", "googleusercontent.com", "gravatar.com", "gstatic.com",
	"herokuapp.com", "hubspot.com", "ibm.com", "imgur.com", "instagram.com", "intel.com",
	"is.gd", "issuu.com", "japanpost.jp", "jsdelivr.net", "kuronekoyamato.co.jp",
	"launchpad.net", "letsencrypt.org", "line-scdn.net", "line.me", "linkedin.com",
	"list-manage.com", "lnkd.in", "mailchimp.com", "mediafire.com", "medium.com", "mega.nz",
	"mercari.com", "microsoft.com", "microsoftonline.com", "mizuhobank.co.jp", "mozilla.org",
	"msn.com", "netflix.com", "notion.so", "npmjs.com", "nytimes.com", "office.com",
	"office.net", "office365.com", "onenote.com", "oracle.com", "ow.ly", "pastebin.com",
	"paypal.com", "paypal.me", "pinterest.com", "python.org", "rakuten.co.jp", "rebrand.ly",
	"reddit.com", "sagawa-exp.co.jp", "salesforce.com", "sendgrid.net", "sharepoint.com",
	"shopify.com", "skype.com", "slack.com", "slideshare.net", "smbc.co.jp", "sourceforge.net",
	"spotify.com", "squarespace.com", "stackoverflow.com", "t.co", "t.me", "telegram.org",
	"tiktok.com", "tinyurl.com", "tumblr.com", "twimg.com", "twitter.com", "ubuntu.com",
	"unpkg.com", "ups.com", "vimeo.com", "vk.com", "w3.org", "wetransfer.com", "whatsapp.com",
	"whatsapp.net", "wikimedia.org", "wikipedia.org", "windows.com", "windows.net",
	"windowsupdate.com", "wix.com", "wordpress.com", "wordpress.org", "wp.com", "x.com",
	"yahooapis.jp", "yimg.jp", "youtu.be", "youtube.com", "ytimg.com", "zendesk.com",
	"zoom.us"};
const gsize provider_table_length = G_N_ELEMENTS(provider_table);
